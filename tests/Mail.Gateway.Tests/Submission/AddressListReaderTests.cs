using System.Text;

namespace Mail.Gateway.Tests;

public class AddressListReaderTests
{
    private static string? Read(string value) =>
        AddressListReader.TryRead(Encoding.UTF8.GetBytes(value), out var addresses) ? string.Join(' ', addresses) : null;

    // RFC 5322 §3.4 and appendix A, RFC 6854, RFC 6532. What people see is the display name; what counts is the address.
    [Theory]
    [InlineData("a@x.test", "a@x.test")]
    [InlineData(" <a@x.test> ", "a@x.test")]
    [InlineData("Alice <a@x.test>", "a@x.test")]
    [InlineData("\"Joe Q. Public\" <a@x.test>", "a@x.test")]
    [InlineData("Joe Q. Public <a@x.test>", "a@x.test")]
    [InlineData("Mary Smith <a@x.test>, b@x.test,\r\n \"c\" <c@x.test>", "a@x.test b@x.test c@x.test")]
    [InlineData("Pete(A nice \\) chap) <a(his account)@x.test(his host)>", "a@x.test")]
    [InlineData("A Group:Ed <a@x.test>,b@x.test;", "a@x.test b@x.test")]
    [InlineData("A Group: ;", "")]
    [InlineData("(comment (nested)) a@x.test (more)", "a@x.test")]
    [InlineData("\"a b\"@x.test", "\"a b\"@x.test")]
    [InlineData("\"ceo@bank.test\" <a@x.test>", "a@x.test")]
    [InlineData("=?utf-8?q?ceo=40bank.test?= <a@x.test>", "a@x.test")]
    [InlineData("Jürgen <jürgen@x.test>", "jürgen@x.test")]
    [InlineData("a@[192.0.2.1]", "a@[192.0.2.1]")]
    [InlineData("a @ x.test", "a@x.test")]
    public void Every_address_is_found(string value, string addresses) => Assert.Equal(addresses, Read(value));

    [Theory]
    [InlineData("")]
    [InlineData(" \r\n ")]
    [InlineData("alice")]
    [InlineData("a@")]
    [InlineData("@x.test")]
    [InlineData("<>")]
    [InlineData("<a@x.test")]
    [InlineData("a@x.test>")]
    [InlineData("a@x.test <b@x.test>")]
    [InlineData("<a@x.test> b@x.test")]
    [InlineData("<a@x.test> <b@x.test>")]
    [InlineData("<<a@x.test>>")]
    [InlineData("<@hop.test:a@x.test>")]
    [InlineData("a@x.test,")]
    [InlineData(",a@x.test")]
    [InlineData("a@x.test b@x.test")]
    [InlineData("a@x.test; b@x.test")]
    [InlineData("A: B: a@x.test;;")]
    [InlineData("A: a@x.test")]
    [InlineData("(unfinished a@x.test")]
    [InlineData("\"unfinished <a@x.test>")]
    [InlineData("a@b@x.test")]
    [InlineData("\"ends in a backslash\\")]
    [InlineData("a@x.test\\")]
    [InlineData("=?utf-8?q?a=40x.test?=")]
    [InlineData("((((((((((((((((((((a))))))))))))))))))))a@x.test")]
    public void What_is_no_list_is_not_guessed_at(string value) => Assert.Null(Read(value));

    [Fact]
    public void Endless_lists_are_refused()
    {
        Assert.NotNull(Read(string.Join(',', Enumerable.Repeat("a@x.test", AddressListReader.MaxAddresses))));
        Assert.Null(Read(string.Join(',', Enumerable.Repeat("a@x.test", AddressListReader.MaxAddresses + 1))));
        Assert.Null(Read(new string('(', 100_000)));
        Assert.Null(Read(string.Concat(Enumerable.Repeat("A:", 100_000))));
    }
}

namespace Mail.Sieve.Tests.Messages;

public sealed class AddressListReaderTests
{
    [Theory]
    [InlineData("a@b.example", "a@b.example")]
    [InlineData("Tim <a@b.example>, c@d.example", "a@b.example|c@d.example")]
    [InlineData("\"Last, First\" <a@b.example> (work, <x@y>)", "a@b.example")]
    [InlineData("tukkers: henk@tukkerland.ex, theo@tukkerland.ex;, a@b.example", "henk@tukkerland.ex|theo@tukkerland.ex|a@b.example")]
    [InlineData("undisclosed-recipients:;", "")]
    [InlineData("", "|")]
    [InlineData("<@one.example,@two.example:a@b.example>", "a@b.example")]
    [InlineData("a (the author) @ b.example", "a@b.example")]
    [InlineData("stephan(the author)@example.com", "stephan@example.com")]
    [InlineData("\"john doe\"@b.example", "\"john doe\"@b.example")]
    [InlineData("\"john\"@b.example", "john@b.example")]
    [InlineData("X <\"j\\ohn.d\"@b.example>", "john.d@b.example")]
    [InlineData("\"john\\\"\"@b.example", "\"john\\\"\"@b.example")]
    [InlineData("\"\"@b.example", "\"\"@b.example")]
    [InlineData("\"a@b\" <a@[IPv6:2001:db8::1]>", "a@[IPv6:2001:db8::1]")]
    [InlineData("<jürgen@example.com>", "jürgen@example.com")]
    [InlineData("=?UTF-8?Q?a=40b=2C?= <c@d.example>", "c@d.example")]
    [InlineData("nico@b.example, @b.example", "nico@b.example|@b.example")]
    [InlineData("nonsense", "nonsense")]
    [InlineData("stephan@", "stephan@")]
    [InlineData("<a@b.example", "<a@b.example")]
    [InlineData("two words@b.example", "two words@b.example")]
    [InlineData("a@b.example <", "a@b.example <")]
    [InlineData("\"never closed <a@b.example>, c@d.example", "\"never closed <a@b.example>, c@d.example")]
    [InlineData("(never closed a@b.example", "(never closed a@b.example")]
    public void Addresses_are_taken_out_of_a_list_and_others_left_as_they_are(string text, string addresses)
    {
        var expected = addresses switch { "" => [], "|" => [""], _ => addresses.Split('|') };
        Assert.Equal(expected, AddressListReader.Read(text));
    }

    [Theory]
    [InlineData("<")]
    [InlineData("(")]
    [InlineData("[")]
    [InlineData(" \t")]
    [InlineData("\"")]
    [InlineData("\\")]
    [InlineData("<,")]
    [InlineData(":")]
    [InlineData("a@b,")]
    public void A_list_made_to_be_slow_is_read_in_one_pass(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 500_000));

        Assert.InRange(AddressListReader.Read(text).Count, 0, 2000);
    }
}

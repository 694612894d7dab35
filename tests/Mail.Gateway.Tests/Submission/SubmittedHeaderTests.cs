using System.Text;
using Mail.Core;
using Mail.Testing;

namespace Mail.Gateway.Tests;

public class SubmittedHeaderTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    private static SubmittedHeader? Parse(string text, out string? problem) =>
        SubmittedHeader.TryParse(Encoding.UTF8.GetBytes(text), out var header, out problem) ? header : null;

    private static string Rewrite(string text)
    {
        var storage = new InMemoryStorage();
        var policy = new HeaderPolicy(new SenderRights(new Router(storage.Directory), storage.SenderGrants), "mx.example.test");
        return Encoding.UTF8.GetString(policy.Rewrite(Parse(text, out _)!, QueueId.New(TimeProvider.System), Noon));
    }

    [Fact]
    public void Fields_keep_their_folding_and_are_named_in_any_case()
    {
        var header = Parse("From: a@x.test,\r\n\tb@x.test\r\nSUBJECT :hi\r\nX-Empty:\r\n", out _)!;
        Assert.Equal(["from", "subject", "x-empty"], header.Fields.Select(field => field.Name));
        Assert.Equal(" a@x.test,\r\n\tb@x.test", Encoding.UTF8.GetString(header.Named("from").Single().Value.Span));
        Assert.Equal("hi", Encoding.UTF8.GetString(header.Named("subject").Single().Value.Span));
    }

    [Theory]
    [InlineData("no field\r\n")]
    [InlineData(" begins folded\r\n")]
    [InlineData(": no name\r\n")]
    [InlineData("From me@x.test Mon Jan 1\r\nFrom: a@x.test\r\n")]
    [InlineData("Fro m: a@x.test\r\n")]
    [InlineData("Fr\u043em: a@x.test\r\n")]
    [InlineData("From: a@x.test\0\r\n")]
    [InlineData("From\0: a@x.test\r\n")]
    public void What_is_no_header_is_refused(string text)
    {
        Assert.Null(Parse(text, out var problem));
        Assert.NotNull(problem);
    }

    [Fact]
    public void Endless_headers_are_refused()
    {
        Assert.NotNull(Parse(string.Concat(Enumerable.Repeat("A: b\r\n", SubmittedHeader.MaxFields)), out _));
        Assert.Null(Parse(string.Concat(Enumerable.Repeat("A: b\r\n", SubmittedHeader.MaxFields + 1)), out _));
    }

    [Fact]
    public void What_is_missing_is_added_and_blind_copies_go() => Assert.Matches(
        "^From: a@x.test\r\nSubject: folded\r\n subject\r\nDate: Fri, 2 Jan 2026 12:00:00 \\+0000\r\nMessage-ID: <[0-9a-z]{26}@mx.example.test>\r\n$",
        Rewrite("From: a@x.test\r\nBcc: secret@x.test,\r\n more@x.test\r\nSubject: folded\r\n subject\r\nResent-bcc :x@x.test\r\n"));

    [Theory]
    [InlineData("From: a@x.test\r\nDate: yesterday\r\nMessage-Id: <1@x.test>\r\nTo: \u00fc@x.test\r\nX: \t y \r\n")]
    [InlineData("message-ID:<1@x.test>\r\nDATE:x\r\nFrom:a@x.test\r\n")]
    public void What_is_complete_stays_to_the_octet(string text) => Assert.Equal(text, Rewrite(text));
}

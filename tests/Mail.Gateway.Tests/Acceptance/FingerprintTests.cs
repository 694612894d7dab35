using System.Buffers;
using System.Text;
using Mail.Core;

namespace Mail.Gateway.Tests;

public class FingerprintTests
{
    private static readonly MailAddress Sender = MailAddress.Parse("s@sender.test");
    private static readonly MailAddress Alice = MailAddress.Parse("alice@example.test");
    private static readonly MailAddress Bob = MailAddress.Parse("bob@example.test");

    [Fact]
    public void The_same_message_has_the_same_fingerprint_however_it_is_cut() =>
        Assert.Equal(Of(Sender, null, [Alice], "one ", "two"), Of(Sender, null, [Alice], "o", "ne two", ""));

    [Fact]
    public void Anything_that_differs_makes_another_message()
    {
        Fingerprint[] all =
        [
            Of(Sender, null, [Alice], "text"),
            Of(null, null, [Alice], "text"),
            Of(Sender, "env-1", [Alice], "text"),
            Of(Sender, null, [Bob], "text"),
            Of(Sender, null, [Alice, Bob], "text"),
            Of(Sender, null, [Bob, Alice], "text"),
            Of(Sender, null, [Alice], "text "),
            Of(Sender, null, [Alice], ""),
        ];
        Assert.Equal(all.Length, all.Distinct().Count());
    }

    [Fact]
    public void Content_cannot_pass_for_a_recipient() =>
        Assert.NotEqual(Of(Sender, null, [Alice, Bob], "x"), Of(Sender, null, [Alice], "bob@example.test\0\0x"));

    [Fact]
    public void It_is_read_as_it_is_written()
    {
        var fingerprint = Of(Sender, null, [Alice], "text");
        Assert.True(Fingerprint.TryParse(fingerprint.ToString(), out var read));
        Assert.Equal(fingerprint, read);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("A000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("g000000000000000000000000000000000000000000000000000000000000000")]
    public void Anything_else_is_not_read(string? text) => Assert.False(Fingerprint.TryParse(text, out _));

    internal static Fingerprint Of(MailAddress? sender, string? envId, MailAddress[] recipients, params string[] content)
    {
        using var builder = new FingerprintBuilder(sender, envId, recipients);
        foreach (var part in content)
        {
            builder.Append(new ReadOnlySequence<byte>(Encoding.ASCII.GetBytes(part)));
        }

        return builder.Finish();
    }
}

namespace Mail.Core.Tests;

public class TransportSetTests
{
    private static readonly TransportSet Set = new(new[]
    {
        "boss@peer.test", "peer.test", ".peer.test", ".test", "from:alice@example.test", "from:example.test", "from:<>", "*",
    }.Select(pattern => new Transport { Pattern = pattern, Kind = TransportKind.Direct }));

    [Theory]
    [InlineData("Boss@peer.test", "x@y.net", "boss@peer.test")]
    [InlineData("other@peer.test", "alice@example.test", "peer.test")]
    [InlineData("x@sub.peer.test", "alice@example.test", ".peer.test")]
    [InlineData("x@deep.sub.peer.test", null, ".peer.test")]
    [InlineData("x@else.test", null, ".test")]
    [InlineData("x@far.net", "Alice@example.test", "from:alice@example.test")]
    [InlineData("x@far.net", "bob@example.test", "from:example.test")]
    [InlineData("x@far.net", null, "from:<>")]
    [InlineData("x@far.net", "z@far.net", "*")]
    [InlineData("x@[192.0.2.1]", "z@far.net", "*")]
    public void The_closest_row_decides(string recipient, string? sender, string pattern)
    {
        Assert.Equal(pattern, Set.Find(MailAddress.Parse(recipient), sender is null ? null : MailAddress.Parse(sender)).Pattern);
    }

    [Fact]
    public void Without_a_row_mail_goes_straight_there()
    {
        var set = new TransportSet([new Transport { Pattern = "*", Kind = TransportKind.Discard, Enabled = false }]);

        Assert.Equal(Transport.Default, set.Find(MailAddress.Parse("x@far.net"), null));
    }

    [Theory]
    [InlineData("Peer.TEST", "peer.test")]
    [InlineData("@peer.test", "peer.test")]
    [InlineData(" Boss@Peer.test ", "boss@peer.test")]
    [InlineData(".Bücher.test", ".xn--bcher-kva.test")]
    [InlineData("From: Alice@example.test", "from:alice@example.test")]
    [InlineData("from:<>", "from:<>")]
    [InlineData("*", "*")]
    [InlineData("<>", null)]
    [InlineData("", null)]
    [InlineData(".", null)]
    [InlineData("a b", null)]
    [InlineData("*.test", null)]
    public void A_pattern_has_one_form(string text, string? expected)
    {
        Assert.Equal(expected is not null, TransportPattern.TryNormalize(text, out var pattern, out _));
        Assert.Equal(expected, pattern);
    }
}

using Mail.Core;

namespace Mail.Gateway.Tests;

/// <summary>Mail to the SRS addresses under which we have sent something on.</summary>
public class ReturnedMailTests
{
    private static readonly SrsSecrets Secrets = Parse("0123456789abcdef0123456789abcdef");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_notice_to_an_address_of_ours_is_taken()
    {
        await using var bench = await StartAsync();
        var returns = Made(TimeProvider.System);

        var (atRcpt, atEnd) = await SendAsync(bench, "", returns);

        Assert.StartsWith("250 ", atRcpt, StringComparison.Ordinal);
        var (envelope, _) = await bench.OpenAsync(SmtpDialog.QueueIdOf(atEnd!));
        Assert.Equal([returns], envelope.Recipients.Select(recipient => recipient.Address));
        Assert.Null(envelope.ReversePath);
    }

    /// <summary>Postfix's address_verify_sender asks at RCPT whether a sender exists, and does not ask as nobody.</summary>
    [Fact]
    public async Task Under_a_sender_it_may_be_asked_for_but_not_written_to()
    {
        await using var bench = await StartAsync();

        var (atRcpt, atEnd) = await SendAsync(bench, "double-bounce@far.test", Made(TimeProvider.System));

        Assert.StartsWith("250 ", atRcpt, StringComparison.Ordinal);
        Assert.Equal("550 5.7.1 Only delivery notices are passed on to this address", atEnd);
        Assert.Empty(await bench.SpooledAsync());
        Assert.Empty(bench.Pointers);
    }

    [Theory]
    [InlineData("SRS0=AAAAAAAA=AA=victim.test=joe@example.test")]
    [InlineData("SRS1=AAAAAAAA=victim.test==AAAA=AA=far.test=joe@example.test")]
    [InlineData("srs0+AAAAAAAA=AA=victim.test=joe@example.test")]
    public async Task One_that_is_made_up_is_unknown(string address)
    {
        await using var bench = await StartAsync();
        Assert.Equal("550 5.1.1 No such mailbox here", (await SendAsync(bench, "", MailAddress.Parse(address))).AtRcpt);
    }

    [Fact]
    public async Task One_that_is_too_old_is_unknown()
    {
        await using var bench = await StartAsync();
        var old = Made(new Microsoft.Extensions.Time.Testing.FakeTimeProvider(DateTimeOffset.UtcNow.AddDays(-Srs.MaxAgeDays - 1)));
        Assert.Equal("550 5.1.1 No such mailbox here", (await SendAsync(bench, "", old)).AtRcpt);
    }

    [Fact]
    public async Task Without_a_secret_it_is_an_address_like_any_other()
    {
        await using var bench = await GatewayBench.StartAsync();
        Assert.Equal("550 5.1.1 No such mailbox here", (await SendAsync(bench, "", Made(TimeProvider.System))).AtRcpt);
    }

    private static Task<GatewayBench> StartAsync() => GatewayBench.StartAsync(options => options with { Srs = Secrets });

    private static MailAddress Made(TimeProvider time) => new Srs(Secrets, time).Forward(MailAddress.Parse("joe@sender.test"), "example.test")!;

    private static async Task<(string AtRcpt, string? AtEnd)> SendAsync(GatewayBench bench, string sender, MailAddress recipient)
    {
        using var client = await bench.ConnectAsync();
        Assert.StartsWith("220 ", await client.ReadAsync(), StringComparison.Ordinal);
        Assert.StartsWith("250 ", await client.CommandAsync("EHLO client.test"), StringComparison.Ordinal);
        Assert.StartsWith("250 ", await client.CommandAsync($"MAIL FROM:<{sender}>"), StringComparison.Ordinal);
        var atRcpt = await client.CommandAsync($"RCPT TO:<{recipient}>") ?? "";
        if (!atRcpt.StartsWith("250", StringComparison.Ordinal))
        {
            return (atRcpt, null);
        }

        Assert.StartsWith("354", await client.CommandAsync("DATA"), StringComparison.Ordinal);
        return (atRcpt, await client.CommandAsync(SmtpDialog.Text + "."));
    }

    private static SrsSecrets Parse(string text) => SrsSecrets.TryParse(text, out var secrets, out var error) ? secrets : throw new FormatException(error);
}

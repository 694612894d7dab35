using Mail.Testing;

namespace Mail.Gateway.Tests;

public class PaceTests
{
    [Fact]
    public async Task Too_many_connections_of_a_stranger_are_sent_away()
    {
        await using var bench = await StrangerBench.StartAsync(settings: "rate-connections=2");
        Assert.StartsWith("250 ", await bench.OfferAsync(StrangerBench.Good), StringComparison.Ordinal);
        Assert.StartsWith("250 ", await bench.OfferAsync(StrangerBench.Good), StringComparison.Ordinal);
        using var third = await bench.ConnectFromAsync(StrangerBench.Good);
        Assert.StartsWith("421 4.7.0 Too many connections", await third.ReadAsync(), StringComparison.Ordinal);
        Assert.Null(await third.ReadAsync());
        Assert.StartsWith("250 ", await bench.OfferAsync("192.0.2.2"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connections_for_submission_have_a_limit_of_their_own()
    {
        await using var bench = await SubmissionBench.StartAsync(change: o => o with { TrustedNetworks = NetworkList.None });
        bench.Gateway.Storage.Settings.Set("rate-connections", "1");
        bench.Gateway.Storage.Settings.Set("rate-submission-connections", "2");
        for (var i = 0; i < 2; i++)
        {
            using var client = await bench.LogInAsync();
        }

        using var third = await SmtpDialog.ConnectAsync(bench.Gateway.PortOf("submission"));
        Assert.StartsWith("421 4.7.0 Too many connections", await third.ReadAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task To_be_greylisted_is_no_error()
    {
        await using var bench = await StrangerBench.StartAsync(settings: ["rate-errors=2", "greylist=on"]);
        for (var i = 0; i < 4; i++)
        {
            Assert.StartsWith("450 4.2.0 Greylisted", await bench.OfferAsync(StrangerBench.Good, sender: $"s{i}@sender.test"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Too_many_messages_and_recipients_are_put_off()
    {
        await using var bench = await StrangerBench.StartAsync(settings: ["rate-messages=2", "rate-recipients=3"]);
        using var client = await bench.ConnectFromAsync(StrangerBench.Good);
        await client.OpenAsync();
        Assert.StartsWith("250 ", await client.CommandAsync("RCPT TO:<alice@example.test>"), StringComparison.Ordinal);
        Assert.StartsWith("250 ", await client.CommandAsync("RCPT TO:<bob@example.test>"), StringComparison.Ordinal);
        Assert.StartsWith("550 ", await client.CommandAsync("RCPT TO:<nobody@example.test>"), StringComparison.Ordinal);
        Assert.StartsWith("450 4.7.1 Too many recipients", await client.CommandAsync("RCPT TO:<bob@example.test>"), StringComparison.Ordinal);
        await client.CommandAsync("RSET");
        Assert.StartsWith("250 ", await client.CommandAsync("MAIL FROM:<s@sender.test>"), StringComparison.Ordinal);
        await client.CommandAsync("RSET");
        Assert.StartsWith("450 4.7.1 Too many messages", await client.CommandAsync("MAIL FROM:<s@sender.test>"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task About_the_sender_of_a_message_too_many_nobody_is_asked()
    {
        await using var bench = await StrangerBench.StartAsync(settings: "rate-messages=1");
        using var client = await bench.ConnectFromAsync(StrangerBench.Good);
        await client.OpenAsync();
        await client.CommandAsync("RSET");
        Assert.StartsWith("450 4.7.1 ", await client.CommandAsync("MAIL FROM:<s@slow.test>"), StringComparison.Ordinal);
        Assert.DoesNotContain(((FakeDns)bench.Dns).Questions, question => question.Name == "slow.test");
    }

    [Fact]
    public async Task Who_guesses_names_is_not_served_again()
    {
        await using var bench = await StrangerBench.StartAsync(settings: "rate-errors=2");
        for (var i = 0; i < 2; i++)
        {
            Assert.StartsWith("550 5.1.1 ", await bench.OfferAsync(StrangerBench.Good, recipient: $"guess{i}@example.test"), StringComparison.Ordinal);
        }

        using var again = await bench.ConnectFromAsync(StrangerBench.Good);
        Assert.StartsWith("421 4.7.0 Too many errors", await again.ReadAsync(), StringComparison.Ordinal);
    }
}

namespace Mail.Gateway.Tests;

/// <summary>As whom a user may try to send, and what he hears.</summary>
public sealed class SenderAttemptTests(SharedSubmission shared) : IClassFixture<SharedSubmission>
{
    [Theory]
    [InlineData("alice@example.test", "250 2.1.0")]
    [InlineData("Alice@EXAMPLE.test", "250 2.1.0")]
    [InlineData("alice+lists@example.test", "250 2.1.0")]
    [InlineData("sales@example.test", "250 2.1.0")]
    [InlineData("team@example.test", "250 2.1.0")]
    [InlineData("alice@alias.test", "250 2.1.0")]
    [InlineData("boss@example.test", "250 2.1.0")]
    [InlineData("anybody@news.test", "250 2.1.0")]
    [InlineData("", "250 2.1.0")]
    [InlineData("bob@example.test", "553 5.7.1")]
    [InlineData("boss+x@example.test", "553 5.7.1")]
    [InlineData("outside@example.test", "553 5.7.1")]
    [InlineData("nobody@example.test", "553 5.7.1")]
    [InlineData("alice@relay.test", "553 5.7.1")]
    [InlineData("alice@elsewhere.test", "553 5.7.1")]
    [InlineData("x@sub.news.test", "553 5.7.1")]
    public async Task Sender_of_the_envelope(string sender, string answer)
    {
        using var client = await shared.Bench.LogInAsync();
        Assert.StartsWith(answer, await client.CommandAsync($"MAIL FROM:<{sender}>"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("From: alice@example.test\r\n")]
    [InlineData("From: \"The Boss\" <boss@example.test>\r\nSender: sales@example.test\r\n")]
    [InlineData("From: alice+x@example.test, anybody@news.test\r\n")]
    [InlineData("From: \"ceo@bank.test\" <alice@example.test>\r\n")]
    [InlineData("From: =?utf-8?q?ceo=40bank.test?= <alice@example.test>\r\n")]
    [InlineData("FROM :\r\n alice@example.test\r\n")]
    [InlineData("From: alice@example.test\r\nResent-From: sales@example.test\r\n")]
    public async Task A_header_of_ones_own_passes(string fields) =>
        Assert.StartsWith("250 2.0.0", await shared.Bench.SubmitAsync(fields + "Subject: hi\r\n\r\nText\r\n"), StringComparison.Ordinal);

    [Theory]
    [InlineData("550 5.7.1", "From: bob@example.test\r\n")]
    [InlineData("550 5.7.1", "From: alice@example.test, bob@example.test\r\n")]
    [InlineData("550 5.7.1", "From: Friends: alice@example.test, ceo@bank.test;\r\n")]
    [InlineData("550 5.7.1", "From:\r\n =?utf-8?q?alice=40example.test?=\r\n <ceo@bank.test>\r\n")]
    [InlineData("550 5.7.1", "From: \"alice@example.test\" <ceo@bank.test>\r\n")]
    [InlineData("550 5.7.1", "From: (alice@example.test) ceo@bank.test\r\n")]
    [InlineData("550 5.7.1", "From: alice@example.test\r\nSender: ceo@bank.test\r\n")]
    [InlineData("550 5.7.1", "From: alice@example.test\r\nResent-From: ceo@bank.test\r\n")]
    [InlineData("550 5.6.0", "From: alice@example.test <ceo@bank.test>\r\n")]
    [InlineData("550 5.6.0", "From: alice@example.test\r\nFrom: ceo@bank.test\r\n")]
    [InlineData("550 5.6.0", "From: alice@example.test\r\nfrom : alice@example.test\r\n")]
    [InlineData("550 5.6.0", "From: <=?utf-8?q?ceo=40bank.test?=>\r\n")]
    [InlineData("550 5.6.0", "From: Nobody:;\r\n")]
    [InlineData("550 5.6.0", "From: <>\r\n")]
    [InlineData("550 5.6.0", "From:\r\n")]
    [InlineData("550 5.6.0", "To: bob@example.test\r\n")]
    [InlineData("550 5.6.0", "not a header at all\r\n")]
    [InlineData("550 5.6.0", "From: alice@example.test\r\nno colon here\r\n")]
    public async Task A_forged_header_is_refused_and_nothing_is_kept(string answer, string fields)
    {
        var before = await KeptAsync();
        Assert.StartsWith(answer, await shared.Bench.SubmitAsync(fields + "Subject: hi\r\n\r\nText\r\n"), StringComparison.Ordinal);
        Assert.Equal(before, await KeptAsync());
    }

    [Fact]
    public async Task A_header_without_end_is_refused()
    {
        var before = await KeptAsync();
        var large = "From: alice@example.test\r\n" + string.Concat(Enumerable.Repeat("X-Long: " + new string('x', 900) + "\r\n", 300));
        Assert.StartsWith("552 5.3.4", await shared.Bench.SubmitAsync(large + "\r\nText\r\n"), StringComparison.Ordinal);
        var many = "From: alice@example.test\r\n" + string.Concat(Enumerable.Repeat("X: y\r\n", 1000));
        Assert.StartsWith("550 5.6.0", await shared.Bench.SubmitAsync(many + "\r\nText\r\n"), StringComparison.Ordinal);
        Assert.Equal(before, await KeptAsync());
    }

    private async Task<(int Spooled, int Queued)> KeptAsync() =>
        ((await shared.Bench.Gateway.SpooledAsync()).Count, shared.Bench.Gateway.Pointers.Count);
}

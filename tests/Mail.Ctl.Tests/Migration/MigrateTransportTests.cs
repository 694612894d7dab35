namespace Mail.Ctl.Tests;

public sealed class MigrateTransportTests : IDisposable
{
    private readonly MigrationWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData("example.com smtp:[relay.test]:2525", "transport example.com → relay.test:2525, TLS opportunistic")]
    [InlineData(".example.com :[relay.test]", "transport .example.com → relay.test:25, TLS opportunistic")]
    [InlineData("joe@example.com relay:[192.0.2.1]:submission", "transport joe@example.com → [192.0.2.1]:587, TLS opportunistic")]
    [InlineData("v6.test smtp:[2001:db8::1]", "transport v6.test → [IPv6:2001:db8::1]:25, TLS opportunistic")]
    [InlineData("v6.test smtp:[ipv6:2001:db8::1]:25", "transport v6.test → [IPv6:2001:db8::1]:25, TLS opportunistic")]
    [InlineData("my.test :", "transport my.test → direct")]
    [InlineData("my.test smtp:", "transport my.test → direct")]
    [InlineData("* discard:", "transport * → discard")]
    [InlineData(".gone.test error:5.1.2 no such place", "transport .gone.test → error: 5.1.2 no such place")]
    [InlineData(
        "mx.test smtp:bar.test:2025",
        "transport mx.test → bar.test:2025, TLS opportunistic | Postfix looks up the MX of bar.test, here it is the server itself: give the name of the server if it is another")]
    [InlineData("two.test smtp:[bar.test], [foo.test]", "transport two.test → bar.test:25, TLS opportunistic | only the first of 2 servers")]
    public async Task Way_becomes_a_transport(string line, string transport) =>
        Assert.Equal([$"1 made {transport}"], await _world.MigrateTwiceAsync("transport", line + "\n"));

    [Theory]
    [InlineData("example.test lmtp:unix:private/dovecot-lmtp", "1 not needed | mail for accounts here goes into their mailboxes by itself")]
    [InlineData("example.com slow:", "1 not converted | 'slow' is a service of that machine's master.cf; if it is SMTP with other limits: mailctl transport add example.com")]
    [InlineData("example.com retry:4.0.0 later", "1 not converted | no transport only puts off; to hold mail back: mailctl queue hold --destination DOMAIN")]
    [InlineData("example.com smtp:[host]:99999", "1 not converted | '[host]:99999' is not [HOST]:PORT")]
    [InlineData("example.com smtp:[host", "1 not converted | '[host' is not [HOST]:PORT")]
    [InlineData("example.com smtp:]:25", "1 not converted | ']:25' is not [HOST]:PORT")]
    [InlineData("example.com", "1 not converted | expected 'pattern transport:nexthop'")]
    [InlineData("from:a@b.test smtp:[c.test]", "1 not converted | expected an address or a domain")]
    public async Task What_has_no_counterpart_is_named(string line, string finding) => Assert.Equal([finding], await _world.MigrateAsync("transport", line + "\n"));

    [Fact]
    public async Task Password_and_limits_of_the_row_stay_when_it_is_replaced()
    {
        (await _world.Ctl.RunAsync("transport add example.com --smarthost relay.test:587 --credentials env:RELAY --comment ours")).Succeeded();

        Assert.Contains("--replace puts this in its place", Assert.Single(await _world.MigrateAsync("transport", "example.com smtp:[relay.test]:25\n")), StringComparison.Ordinal);
        await _world.MigrateAsync("transport", "example.com smtp:[relay.test]:25\n", "--replace");

        var row = Assert.Single((await _world.Ctl.RunAsync("transport list --json")).Json.EnumerateArray());
        Assert.Equal((25, "env:RELAY", "ours"), (row.GetProperty("port").GetInt32(), row.GetProperty("credentials").GetString(), row.GetProperty("comment").GetString()));
    }
}

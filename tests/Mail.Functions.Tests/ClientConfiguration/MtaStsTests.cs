using System.Net;
using Mail.Core;

namespace Mail.Functions.Tests;

public sealed class MtaStsTests
{
    private const string Path = "/.well-known/mta-sts.txt";

    [Theory]
    [InlineData("mta-sts.example.test")]
    [InlineData("MTA-STS.Example.test:8443")]
    [InlineData("mta-sts.alias.test")]
    [InlineData("mta-sts.relay.test")]
    public async Task The_policy_of_a_domain_whose_mail_comes_to_us(string host)
    {
        await using var web = await ClientWeb.StartAsync();
        Assert.Equal((HttpStatusCode.OK, "version: STSv1\r\nmode: testing\r\nmx: mail.example.test\r\nmax_age: 86400\r\n"), await web.GetAsync(Path, host));
        Assert.Equal("text/plain", web.ContentType);
    }

    [Theory]
    [InlineData("enforce", "1209600")]
    [InlineData("none", "86400")]
    public async Task Its_mode_is_a_setting(string mode, string maxAge)
    {
        await using var web = await ClientWeb.StartAsync();
        web.Settings.Set("mta-sts", mode);
        var (_, policy) = await web.GetAsync(Path, "mta-sts.example.test");
        Assert.Equal(["version: STSv1", $"mode: {mode}", "mx: mail.example.test", $"max_age: {maxAge}", ""], policy.Split("\r\n"));
    }

    [Theory]
    [InlineData("example.test")]
    [InlineData("mta-sts.elsewhere.test")]
    [InlineData("mta-sts.")]
    [InlineData("mta-sts.mta-sts.example.test")]
    [InlineData("[::1]")]
    public async Task Other_hosts_have_none(string host)
    {
        await using var web = await ClientWeb.StartAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await web.GetAsync(Path, host)).Status);
    }

    [Fact]
    public async Task A_disabled_domain_has_none_and_an_outage_is_no_no()
    {
        await using var web = await ClientWeb.StartAsync();
        var disabled = new DomainEntry { Name = "example.test", Kind = DomainKind.Mailbox, Enabled = false };
        Assert.True(await web.Directory.UpdateDomainAsync(disabled, TestContext.Current.CancellationToken));
        Assert.Equal(HttpStatusCode.NotFound, (await web.GetAsync(Path, "mta-sts.example.test")).Status);

        web.Directory.Faults.Unavailable = true;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await web.GetAsync(Path, "mta-sts.example.test")).Status);
    }
}

using System.Net;
using Mail.Core;

namespace Mail.Functions.Tests;

public sealed class AutoconfigTests
{
    private const string Path = "/mail/config-v1.1.xml";
    private const string WellKnown = "/.well-known/autoconfig/mail/config-v1.1.xml";

    [Theory]
    [InlineData(Path + "?emailaddress=alice@example.test", null)]
    [InlineData(Path + "?emailaddress=alice%40example.test", "anything.test")]
    [InlineData(WellKnown + "?emailaddress=ALICE@EXAMPLE.TEST", null)]
    [InlineData(Path, "autoconfig.example.test")]
    [InlineData(Path + "?emailaddress=", "Autoconfig.Example.test:8080")]
    [InlineData(WellKnown, "example.test")]
    public async Task The_document_of_a_domain_of_ours_at_every_place_where_programs_look(string path, string? host)
    {
        await using var web = await ClientWeb.StartAsync();
        Assert.Equal((HttpStatusCode.OK, ClientWeb.Golden("autoconfig-example.test.xml")), await web.GetAsync(path, host));
    }

    [Fact]
    public async Task It_is_the_same_for_people_who_are_here_and_for_those_who_are_not()
    {
        await using var web = await ClientWeb.StartAsync();
        var alice = await web.GetAsync(Path + "?emailaddress=alice@example.test");
        var before = web.Directory.Faults.Operations;
        Assert.Equal(alice, await web.GetAsync(Path + "?emailaddress=nobody@example.test"));
        // The domain, and nothing else.
        Assert.Equal(1, web.Directory.Faults.Operations - before);
    }

    [Fact]
    public async Task In_an_alias_domain_one_logs_in_with_the_address_behind_it()
    {
        await using var web = await ClientWeb.StartAsync();
        Assert.Equal((HttpStatusCode.OK, ClientWeb.Golden("autoconfig-alias.test.xml")), await web.GetAsync(Path + "?emailaddress=a@alias.test"));
    }

    [Theory]
    [InlineData(Path + "?emailaddress=alice@elsewhere.test", null)]
    [InlineData(Path + "?emailaddress=alice@relay.test", null)]
    [InlineData(Path + "?emailaddress=alice@[192.0.2.1]", null)]
    [InlineData(Path, "elsewhere.test")]
    [InlineData(Path, "autoconfig.")]
    [InlineData(Path, "[::1]")]
    [InlineData(Path, "192.0.2.1")]
    [InlineData(Path, "example.test.")]
    public async Task Nobody_is_told_about_other_domains(string path, string? host)
    {
        await using var web = await ClientWeb.StartAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await web.GetAsync(path, host)).Status);
    }

    [Fact]
    public async Task A_disabled_domain_and_an_alias_of_one_are_not_ours()
    {
        await using var web = await ClientWeb.StartAsync();
        var disabled = new DomainEntry { Name = "example.test", Kind = DomainKind.Mailbox, Enabled = false };
        Assert.True(await web.Directory.UpdateDomainAsync(disabled, TestContext.Current.CancellationToken));

        Assert.Equal(HttpStatusCode.NotFound, (await web.GetAsync(Path + "?emailaddress=a@example.test")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await web.GetAsync(Path + "?emailaddress=a@alias.test")).Status);
    }

    [Theory]
    [InlineData("alice")]
    [InlineData("@example.test")]
    [InlineData("alice@example.test%0d%0aX-Injected:%20yes")]
    [InlineData("alice%00@example.test")]
    [InlineData("alice@example.test%3C/domain%3E%3Cevil/%3E")]
    [InlineData("alice@-example.test")]
    [InlineData("%3Cscript%3E@example.test")]
    [InlineData("alice@example.test&emailaddress=bob@elsewhere.test")]
    public async Task What_is_no_address_is_refused_and_not_repeated(string parameter)
    {
        await using var web = await ClientWeb.StartAsync();
        Assert.Equal((HttpStatusCode.BadRequest, "emailaddress is no mail address.\n"), await web.GetAsync($"{Path}?emailaddress={parameter}"));
    }

    [Fact]
    public async Task A_very_long_address_is_refused()
    {
        await using var web = await ClientWeb.StartAsync();
        Assert.Equal(HttpStatusCode.BadRequest, (await web.GetAsync($"{Path}?emailaddress={new string('a', 4000)}@example.test")).Status);
    }

    [Fact]
    public async Task While_the_directory_cannot_be_asked_nothing_is_unknown()
    {
        await using var web = await ClientWeb.StartAsync();
        web.Directory.Faults.Unavailable = true;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await web.GetAsync(Path + "?emailaddress=alice@example.test")).Status);
    }

    [Fact]
    public void A_server_that_receives_is_one_more_entry()
    {
        AnnouncedServices services = new("mail.example.test",
        [
            new AnnouncedService(AnnouncedProtocol.Submission, AnnouncedSecurity.Tls, "mail.example.test", 465),
            new AnnouncedService(AnnouncedProtocol.Imap, AnnouncedSecurity.Tls, "mail.example.test", 993),
        ]);
        var document = AutoconfigDocument.Write(new ClientDomain("example.test", "example.test"), services);
        Assert.Equal(ClientWeb.Golden("autoconfig-with-incoming.xml"), System.Text.Encoding.UTF8.GetString(document));
    }
}

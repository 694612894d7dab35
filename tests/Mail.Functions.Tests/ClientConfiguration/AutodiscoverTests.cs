using System.Net;
using System.Text;

namespace Mail.Functions.Tests;

public sealed class AutodiscoverTests
{
    private const string Schema = "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a";

    [Theory]
    [InlineData("/autodiscover/autodiscover.xml", false)]
    [InlineData("/Autodiscover/Autodiscover.xml", false)]
    [InlineData("/AUTODISCOVER/AUTODISCOVER.XML", true)]
    public async Task Outlook_gets_its_settings_in_whatever_case_it_asks(string path, bool chunked)
    {
        await using var web = await ClientWeb.StartAsync();
        var answer = await web.PostAsync(ClientWeb.Golden("autodiscover-request.xml"), path, chunked);
        Assert.Equal((HttpStatusCode.OK, ClientWeb.Golden("autodiscover-response.xml")), answer);
    }

    [Fact]
    public async Task Who_is_here_cannot_be_told_from_who_is_not()
    {
        await using var web = await ClientWeb.StartAsync();
        var alice = await web.PostAsync(Request("alice@example.test"));
        var nobody = await web.PostAsync(Request("nobody@example.test"));
        Assert.Equal(alice.Status, nobody.Status);
        Assert.Equal(alice.Body.Replace("alice", "nobody", StringComparison.Ordinal), nobody.Body);
    }

    [Fact]
    public async Task In_an_alias_domain_one_logs_in_with_the_address_behind_it()
    {
        await using var web = await ClientWeb.StartAsync();
        Assert.Contains("<LoginName>bob@example.test</LoginName>", (await web.PostAsync(Request("bob@alias.test"))).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_looks_like_markup_stays_a_name()
    {
        await using var web = await ClientWeb.StartAsync();
        var (status, body) = await web.PostAsync(Request("&quot;&lt;/LoginName&gt;&lt;evil&gt;&quot;@example.test"));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("<LoginName>\"&lt;/LoginName&gt;&lt;evil&gt;\"@example.test</LoginName>", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("alice@elsewhere.test")]
    [InlineData("alice@relay.test")]
    [InlineData("alice@[192.0.2.1]")]
    public async Task Nobody_is_told_about_other_domains(string address)
    {
        await using var web = await ClientWeb.StartAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await web.PostAsync(Request(address))).Status);
    }

    public static TheoryData<string> Hostile() =>
    [
        "",
        "EMailAddress=alice@example.test",
        "<Autodiscover><Request>",
        "<Other><EMailAddress>alice@example.test</EMailAddress></Other>",
        "<Autodiscover><Request/></Autodiscover>",
        "<Autodiscover><Request><EMailAddress/></Request></Autodiscover>",
        "<Autodiscover><Request><EMailAddress>alice@example.test<x/></EMailAddress></Request></Autodiscover>",
        "<?xml version=\"1.0\" encoding=\"no-such\"?><Autodiscover/>",
        "<?xml version=\"1.0\" encoding=\"utf-16\"?><Autodiscover/>",
        "<!DOCTYPE a [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">]>" + Request("&b;@example.test"),
        "<!DOCTYPE a [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>" + Request("&a;@example.test"),
        "<!DOCTYPE a SYSTEM \"http://127.0.0.1:1/evil.dtd\">" + Request("alice@example.test"),
        Request("&undefined;@example.test"),
        Request("alice@example.test&#13;&#10;X-Injected: yes"),
        Request("alice@example.test", "http://schemas.microsoft.com/exchange/autodiscover/mobilesync/responseschema/2006"),
        "<Autodiscover>" + string.Concat(Enumerable.Repeat("<a>", 5000)),
    ];

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task What_is_no_request_is_refused_and_not_repeated(string body)
    {
        await using var web = await ClientWeb.StartAsync();
        var (status, answer) = await web.PostAsync(body);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.DoesNotContain("example.test", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("root:", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_larger_than_any_request_is_refused(bool chunked)
    {
        await using var web = await ClientWeb.StartAsync();
        var body = Request("alice@example.test") + new string(' ', AutodiscoverRequest.MaxBody);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await web.PostAsync(body, chunked: chunked)).Status);
    }

    [Fact]
    public async Task While_the_directory_cannot_be_asked_nothing_is_unknown()
    {
        await using var web = await ClientWeb.StartAsync();
        web.Directory.Faults.Unavailable = true;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await web.PostAsync(Request("alice@example.test"))).Status);
    }

    [Theory]
    [InlineData("/autodiscover/autodiscover.json?Email=alice@example.test&Protocol=AutodiscoverV1")]
    [InlineData("/Autodiscover/Autodiscover.json/v1.0/alice%40example.test?protocol=autodiscoverv1")]
    public async Task The_JSON_form_says_where_the_settings_are(string path)
    {
        await using var web = await ClientWeb.StartAsync();
        Assert.Equal(
            (HttpStatusCode.OK, """{"Protocol":"AutodiscoverV1","Url":"https://autodiscover.example.test/autodiscover/autodiscover.xml"}"""),
            await web.GetAsync(path, "evil.test"));
    }

    [Theory]
    [InlineData("?Email=alice@example.test&Protocol=ActiveSync", HttpStatusCode.BadRequest)]
    [InlineData("?Email=alice@example.test", HttpStatusCode.BadRequest)]
    [InlineData("?Email=nonsense&Protocol=AutodiscoverV1", HttpStatusCode.BadRequest)]
    [InlineData("", HttpStatusCode.BadRequest)]
    [InlineData("?Email=alice@elsewhere.test&Protocol=AutodiscoverV1", HttpStatusCode.NotFound)]
    public async Task The_JSON_form_offers_nothing_else(string query, HttpStatusCode status)
    {
        await using var web = await ClientWeb.StartAsync();
        Assert.Equal(status, (await web.GetAsync("/autodiscover/autodiscover.json" + query)).Status);
    }

    [Fact]
    public void A_request_in_UTF_16_is_read()
    {
        var body = Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes(Request("alice@example.test"))).ToArray();
        Assert.True(AutodiscoverRequest.TryRead(body, out var address, out var error), error);
        Assert.Equal("alice@example.test", address.ToString());
    }

    private static string Request(string address, string schema = Schema) =>
        $"<a:Autodiscover xmlns:a=\"urn:any\"><a:Request><a:AcceptableResponseSchema>{schema}</a:AcceptableResponseSchema>"
        + $"<a:EMailAddress>{address}</a:EMailAddress></a:Request></a:Autodiscover>";
}

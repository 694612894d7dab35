using System.Globalization;
using System.Net;
using System.Text;
using Mail.Azure;
using Mail.Core;
using Mail.Testing;

namespace Mail.Functions.Tests;

/// <summary>Mail programs ask the real executable how to reach us.</summary>
public sealed class ClientConfigurationTests(AzuriteFixture azurite)
{
    private static readonly (string, string)[] Settings = [("MAIL_PUBLIC_HOSTNAME", "mail.example.test")];

    [Fact]
    public async Task Standalone_it_serves_both_kinds_of_documents_for_a_domain_in_the_table()
    {
        var account = await AccountAsync();
        var port = FunctionsProcess.FreePort();
        await using var process = FunctionsProcess.Start(new Dictionary<string, string>
        {
            ["MAIL_STORAGE"] = account.ConnectionString,
            ["MAIL_FUNCTIONS_PORT"] = port.ToString(CultureInfo.InvariantCulture),
            ["MAIL_PUBLIC_HOSTNAME"] = "mail.example.test",
        });
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(30) };
        await ListeningAsync(client, process);

        var document = await client.GetStringAsync(
            new Uri("/.well-known/autoconfig/mail/config-v1.1.xml?emailaddress=alice@example.test", UriKind.Relative), TestContext.Current.CancellationToken);
        using var request = new StringContent(ClientWeb.Golden("autodiscover-request.xml"), Encoding.UTF8, "text/xml");
        using var settings = await client.PostAsync(new Uri("/Autodiscover/Autodiscover.xml", UriKind.Relative), request, TestContext.Current.CancellationToken);
        using var unknown = await client.GetAsync(
            new Uri("/mail/config-v1.1.xml?emailaddress=a@elsewhere.test", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(ClientWeb.Golden("autoconfig-example.test.xml"), document);
        Assert.Equal("text/xml; charset=utf-8", settings.Content.Headers.ContentType?.ToString());
        Assert.Equal(ClientWeb.Golden("autodiscover-response.xml"), await settings.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task Under_a_Functions_host_requests_come_at_their_own_paths()
    {
        var account = await AccountAsync();
        await using var host = await FakeFunctionsHost.StartAsync(account.ConnectionString, Settings);

        var document = await host.ForwardAsync(HttpMethod.Get, "/mail/config-v1.1.xml?emailaddress=alice@example.test");
        var health = await host.ForwardAsync(HttpMethod.Get, "/api/health");
        var misdirected = await host.InvokeAsync("Autodiscover", "{}");

        Assert.Equal(ClientWeb.Golden("autoconfig-example.test.xml"), document.Body);
        Assert.Equal(HttpStatusCode.OK, health.Status);
        Assert.Equal(HttpStatusCode.NotFound, misdirected.Status);
    }

    [Fact]
    public async Task Without_storage_the_answer_is_503()
    {
        await using var host = await FakeFunctionsHost.StartAsync(FunctionsProcess.NoStorage(), Settings);

        var answer = await host.ForwardAsync(HttpMethod.Get, "/mail/config-v1.1.xml?emailaddress=alice@example.test");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
    }

    [Fact]
    public async Task A_disabled_function_does_not_answer()
    {
        await using var host = await FakeFunctionsHost.StartAsync(FunctionsProcess.NoStorage(), [.. Settings, ("AzureWebJobs_Autoconfig_Disabled", "1")]);

        Assert.Equal(HttpStatusCode.NotFound, (await host.ForwardAsync(HttpMethod.Get, "/mail/config-v1.1.xml?emailaddress=a@example.test")).Status);
    }

    private async Task<AzuriteAccount> AccountAsync()
    {
        var account = azurite.NewAccount();
        var storage = new AzureStorage(new StorageOptions { Connection = account.ConnectionString });
        await storage.DirectoryEditor.AddDomainAsync(
            new DomainEntry { Name = "example.test", Kind = DomainKind.Mailbox }, TestContext.Current.CancellationToken);
        return account;
    }

    private static async Task ListeningAsync(HttpClient client, FunctionsProcess process)
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            try
            {
                using var answer = await client.GetAsync(new Uri("/api/health", UriKind.Relative), bound.Token);
                return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
                Assert.False(process.HasExited, process.Errors);
                await Task.Delay(50, bound.Token);
            }
        }
    }
}

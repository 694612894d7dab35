using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Mail.Testing;

namespace Mail.Ctl.Tests;

public sealed class MailPortProbeTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_certificate_for_the_host_by_somebody_trusted_is_right()
    {
        await using var server = Serve(["mx.example.test"]);

        var findings = await AskAsync("mx.example.test", server.Port);

        Assert.Equal(["right port", "right certificate"], findings.Select(finding => $"{finding.State} {finding.Area}"));
        Assert.Contains("CN=mx.example.test, 89 days left", findings[1].Detail, StringComparison.Ordinal);
        Assert.DoesNotContain(server.Commands, command => command.StartsWith("MAIL", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task What_is_wrong_with_a_certificate_is_said()
    {
        await using var good = Serve(["mx.example.test"]);
        await using var ends = Serve(["mx.example.test"], DateTimeOffset.UtcNow.AddDays(5));
        await using var ended = Serve(["mx.example.test"], DateTimeOffset.UtcNow.AddDays(-1));

        Assert.Contains("it is not for mail.other.test", await CertificateAsync("mail.other.test", good.Port), StringComparison.Ordinal);
        Assert.Contains("renewal does not work: CN=mx.example.test, 4 days left", await CertificateAsync("mx.example.test", ends.Port), StringComparison.Ordinal);
        Assert.Contains("NotTimeValid", await CertificateAsync("mx.example.test", ended.Port), StringComparison.Ordinal);
        Assert.Contains("nobody vouches for it", await CertificateAsync("mx.example.test", good.Port, trusted: false), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_STARTTLS_the_certificate_is_missing()
    {
        await using var server = new ScriptedSmtpServer();

        var finding = Assert.Single(await AskAsync("mx.example.test", server.Port));

        Assert.Equal(("wrong", "certificate"), (finding.State, finding.Area));
        Assert.Contains("offers no STARTTLS", finding.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "closes the connection")]
    [InlineData("421 too busy\r\n", "closes the connection")]
    [InlineData("garbage without end", "reply without end")]
    [InlineData("220-", "reply without end")]
    public async Task Whatever_answers_harms_nobody(string answer, string said)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = AnswerAsync(listener, answer, forEver: said.Contains("end", StringComparison.Ordinal));

        var finding = Assert.Single(await AskAsync("mx.example.test", ((IPEndPoint)listener.LocalEndpoint).Port));

        Assert.Equal("wrong", finding.State);
        Assert.Contains(said, finding.Detail, StringComparison.Ordinal);
        await serving;
    }

    [Fact]
    public async Task A_closed_port_and_a_silent_one_are_said_to_be_so()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        Assert.Contains("no answer within 1 s", Assert.Single(await AskAsync("mx.example.test", port, seconds: 1)).Detail, StringComparison.Ordinal);
        listener.Stop();
        Assert.Contains("refused", Assert.Single(await AskAsync("mx.example.test", port)).Detail, StringComparison.OrdinalIgnoreCase);
    }

    private static async Task<string> CertificateAsync(string host, int port, bool trusted = true)
    {
        var finding = (await AskAsync(host, port, trusted))[^1];
        Assert.Equal(("wrong", "certificate"), (finding.State, finding.Area));
        return finding.Detail;
    }

    private static Task<IReadOnlyList<DeployFindingView>> AskAsync(string host, int port, bool trusted = true, int seconds = 20)
    {
        var trust = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, TrustMode = X509ChainTrustMode.CustomRootTrust };
        trust.CustomTrustStore.Add(TestCertificate.Root);
        var probe = new MailPortProbe(host, IPAddress.Loopback, TimeProvider.System, TimeSpan.FromSeconds(seconds), trusted ? trust : null);
        return probe.AskAsync(new MailPort("smtp", port, StartsWithTls: false, NeedsTls: false), Cancellation);
    }

    private static ScriptedSmtpServer Serve(string[] names, DateTimeOffset? notAfter = null)
    {
        using var made = TestCertificate.For(names, notAfter);
        var certificates = X509CertificateLoader.LoadPkcs12Collection(made.ToPkcs12("x"), "x");
        var own = certificates.First(certificate => certificate.HasPrivateKey);
        var server = new ScriptedSmtpServer { Certificate = own, Issuers = [.. certificates.Where(certificate => certificate != own)] };
        server.Extensions = [.. server.Extensions, "STARTTLS"];
        return server;
    }

    private static async Task AnswerAsync(TcpListener listener, string answer, bool forEver)
    {
        using var client = await listener.AcceptTcpClientAsync(Cancellation);
        var octets = Encoding.ASCII.GetBytes(answer);
        try
        {
            do
            {
                await client.GetStream().WriteAsync(octets, Cancellation);
            }
            while (forEver);
        }
        catch (IOException)
        {
            // It has had enough.
        }
    }
}

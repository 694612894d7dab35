using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Mail.Testing;

namespace Mail.Gateway.Tests;

public class StartTlsTests
{
    [Theory]
    [InlineData(SslProtocols.Tls12, "TLSv1.2", "TLS_ECDHE_ECDSA_")]
    [InlineData(SslProtocols.Tls13, "TLSv1.3", "TLS_AES_")]
    public async Task A_message_comes_in_under_TLS_and_its_trace_says_so(SslProtocols protocol, string name, string cipher)
    {
        await using var bench = await TlsBench.StartAsync();
        using var client = await bench.ConnectAsync();
        var tls = await client.StartTlsAsync(protocols: protocol);
        Assert.Equal(protocol, tls.SslProtocol);
        var ehlo = await client.EhloAsync();
        Assert.DoesNotContain("STARTTLS", ehlo, StringComparison.Ordinal);
        Assert.StartsWith("250 ", await client.CommandAsync("MAIL FROM:<s@sender.test>"), StringComparison.Ordinal);
        Assert.StartsWith("250 ", await client.CommandAsync("RCPT TO:<alice@example.test>"), StringComparison.Ordinal);
        Assert.StartsWith("354 ", await client.CommandAsync("DATA"), StringComparison.Ordinal);
        var id = SmtpDialog.QueueIdOf(await client.CommandAsync(SmtpDialog.Text + "."));
        Assert.StartsWith("221 ", await client.CommandAsync("QUIT"), StringComparison.Ordinal);
        Assert.Null(await client.ReadAsync());

        var (envelope, content) = await bench.Gateway.OpenAsync(id);
        Assert.Equal("ESMTPS", envelope.Protocol);
        Assert.Equal(name, envelope.TlsProtocol);
        Assert.StartsWith(cipher, envelope.TlsCipher, StringComparison.Ordinal);
        Assert.Contains($"\r\n\ttls {envelope.TlsCipher} ({name});\r\n", content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_large_message_comes_through_unchanged()
    {
        await using var bench = await TlsBench.StartAsync();
        using var client = await bench.ConnectAsync();
        await client.StartTlsAsync();
        await client.EhloAsync();
        var text = string.Concat(Enumerable.Range(0, 40_000).Select(i => $"line {i} of a message that takes many records\r\n"));
        await client.CommandAsync("MAIL FROM:<s@sender.test>");
        await client.CommandAsync("RCPT TO:<alice@example.test>");
        await client.CommandAsync("DATA");
        var (_, content) = await bench.Gateway.OpenAsync(SmtpDialog.QueueIdOf(await client.CommandAsync("Subject: large\r\n\r\n" + text + ".")));
        Assert.EndsWith("Subject: large\r\n\r\n" + text, content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_slipped_in_behind_the_command_is_without_effect()
    {
        await using var bench = await TlsBench.StartAsync();
        using var client = await bench.ConnectAsync();
        Assert.StartsWith("220 ", await client.ReadAsync(), StringComparison.Ordinal);
        await client.EhloAsync();
        // CVE-2011-0411.
        await client.SendAsync("STARTTLS\r\nEHLO injected.test\r\nMAIL FROM:<injected@sender.test>\r\nRCPT TO:<alice@example.test>\r\n");
        Assert.Equal("220 2.0.0 Ready to start TLS", await client.ReadAsync());
        await client.SecureAsync();
        Assert.Equal("503 5.5.1 Send HELO or EHLO first", await client.CommandAsync("DATA"));
        Assert.StartsWith("221 ", await client.CommandAsync("QUIT"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_end_of_a_session_is_said_in_TLS_too()
    {
        await using var bench = await TlsBench.StartAsync();
        using var client = await bench.ConnectAsync();
        var tls = await client.StartTlsAsync();
        await client.SendAsync("QUIT\r\n");
        var buffer = new byte[1000];
        Assert.True(await tls.ReadAsync(buffer, TestContext.Current.CancellationToken) > 0);
        // 0 and no exception: the end was announced. Cut off, it would be an IOException.
        Assert.Equal(0, await tls.ReadAsync(buffer, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_chain_is_shown_and_leads_to_the_root()
    {
        await using var bench = await TlsBench.StartAsync();
        using var client = await bench.ConnectAsync();
        Assert.StartsWith("220 ", await client.ReadAsync(), StringComparison.Ordinal);
        await client.EhloAsync();
        await client.CommandAsync("STARTTLS");
        // This client knows the root and nothing else: without the intermediate it cannot build the chain.
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.DisableCertificateDownloads = true;
        policy.CustomTrustStore.Add(TestCertificate.Root);
        await using var tls = new SslStream(client.Stream);
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions { TargetHost = "mx.example.test", CertificateChainPolicy = policy }, TestContext.Current.CancellationToken);
        Assert.True(tls.IsAuthenticated);
    }

    [Fact]
    public async Task A_client_that_does_not_speak_TLS_is_left_and_others_are_served()
    {
        await using var bench = await TlsBench.StartAsync();
        using var client = await bench.ConnectAsync();
        await client.ReadAsync();
        await client.EhloAsync();
        Assert.StartsWith("220 ", await client.CommandAsync("STARTTLS"), StringComparison.Ordinal);
        await client.SendAsync("MAIL FROM:<s@sender.test>\r\nRCPT TO:<alice@example.test>\r\nDATA\r\n");
        await EndsAsync(client);

        using var next = await bench.ConnectAsync();
        await next.StartTlsAsync();
        Assert.Contains("250 CHUNKING", await next.EhloAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_certificate_mail_is_received_and_submission_is_not_opened()
    {
        await using var bench = await GatewayBench.StartAsync();
        Assert.Equal(["smtp", "health"], bench.Server.Listening.Select(l => l.Name));
        using var client = await bench.ConnectAsync();
        await client.ReadAsync();
        Assert.DoesNotContain("STARTTLS", await client.EhloAsync(), StringComparison.Ordinal);
        Assert.StartsWith("502 ", await client.CommandAsync("STARTTLS"), StringComparison.Ordinal);
    }

    private static async Task EndsAsync(SmtpDialog client)
    {
        try
        {
            // An alert in TLS may come first, which is no reply.
            while (await client.ReadAsync() is not null)
            {
                continue;
            }
        }
        catch (IOException e) when (e.InnerException is SocketException)
        {
            // Closed with input unread.
        }
    }
}

using System.Security.Cryptography.X509Certificates;
using System.Text;
using Mail.Testing;
using MailKit;
using MailKit.Security;
using MimeKit;
using SmtpClient = MailKit.Net.Smtp.SmtpClient;

namespace Mail.Interop.Tests;

/// <summary>MailKit, connected to a port for mail clients and not yet logged in.</summary>
internal sealed class MailKitSession : IDisposable
{
    private readonly MemoryStream _log = new();

    private MailKitSession()
    {
        Client = new SmtpClient(new ProtocolLogger(_log, leaveOpen: true))
        {
            ServerCertificateValidationCallback = static (_, certificate, sent, _) => IsOurs(certificate, sent),
            Timeout = 60_000,
        };
    }

    public SmtpClient Client { get; }

    /// <summary>What was said so far.</summary>
    public string Log => Encoding.UTF8.GetString(_log.ToArray());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<MailKitSession> ConnectAsync(MailSystem system, bool implicitTls = false)
    {
        var session = new MailKitSession();
        var (port, tls) = implicitTls
            ? (system.SubmissionsPort, SecureSocketOptions.SslOnConnect)
            : (system.SubmissionPort, SecureSocketOptions.StartTls);
        await session.Client.ConnectAsync("localhost", port, tls, Token);
        return session;
    }

    /// <summary>Whether the server takes this.</summary>
    public async Task<bool> LogsInAsync(SaslMechanism mechanism)
    {
        try
        {
            await Client.AuthenticateAsync(mechanism, Token);
            return true;
        }
        catch (AuthenticationException)
        {
            return false;
        }
    }

    public async Task SendAsync(string user, string recipient, string subject)
    {
        using var message = new MimeMessage([MailboxAddress.Parse(user)], [MailboxAddress.Parse(recipient)], subject, new TextPart("plain") { Text = "Grüße\r\n.\r\n" });
        await Client.SendAsync(message, Token);
        await Client.DisconnectAsync(quit: true, Token);
    }

    public void Dispose()
    {
        Client.Dispose();
        _log.Dispose();
    }

    /// <summary>This machine does not know the test's authority; the certificate has to lead to it by what the server sent.</summary>
    private static bool IsOurs(X509Certificate? certificate, X509Chain? sent)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(TestCertificate.Root);
        chain.ChainPolicy.ExtraStore.AddRange(sent!.ChainPolicy.ExtraStore);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return certificate is X509Certificate2 shown && chain.Build(shown) && shown.MatchesHostname("localhost");
    }
}

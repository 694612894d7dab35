using System.IO.Pipelines;
using System.Net.Security;
using System.Security.Authentication;
using Mail.Smtp;

namespace Mail.Gateway;

/// <summary>Makes handshakes with the certificates that are in force at the moment.</summary>
internal sealed class ServerTls(Certificates certificates) : ISmtpTls
{
    public bool IsAvailable => certificates.IsAvailable;

    public async ValueTask<SmtpTlsResult> SecureAsync(IDuplexPipe plain, CancellationToken cancellationToken)
    {
        var stream = new TlsStream(new PipeStream(plain));
        var choice = new Choice();
        try
        {
            await stream.AuthenticateAsServerAsync(
                (_, hello, _, _) => new(choice.Make(certificates, hello.ServerName)), state: null, cancellationToken);
        }
        catch (Exception e)
        {
            await stream.DisposeAsync();
            if (e is OperationCanceledException && cancellationToken.IsCancellationRequested)
            {
                GatewayMetrics.Handshake("given-up");
                throw;
            }

            GatewayMetrics.Handshake("failed");
            return new SmtpTlsResult.Failed(TlsFailure.Explain(e));
        }

        var facts = new SmtpTlsFacts(NameOf(stream.SslProtocol), stream.NegotiatedCipherSuite.ToString())
        {
            ServerName = string.IsNullOrEmpty(choice.ServerName) ? null : choice.ServerName,
            ServerEndPoint = choice.Certificate?.EndPoint,
        };
        GatewayMetrics.Handshake("ok", facts.Protocol);
        return new SmtpTlsResult.Secured(new TlsTransport(stream), facts);
    }

    private static string NameOf(SslProtocols protocol) => protocol switch
    {
        SslProtocols.Tls12 => "TLSv1.2",
        SslProtocols.Tls13 => "TLSv1.3",
        _ => protocol.ToString(),
    };

    /// <summary>What was chosen for one handshake.</summary>
    private sealed class Choice
    {
        public string? ServerName { get; private set; }

        public ServerCertificate? Certificate { get; private set; }

        public SslServerAuthenticationOptions Make(Certificates certificates, string serverName)
        {
            ServerName = serverName;
            Certificate = certificates.Choose(serverName) ?? throw new AuthenticationException("there is no certificate");
            return Certificate.Options;
        }
    }
}

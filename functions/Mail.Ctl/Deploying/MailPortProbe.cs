using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Mail.Ctl;

/// <summary>Connects to a port of the gateway as another server or a mail program does, up to the TLS handshake, and looks at the certificate.</summary>
/// <param name="timeout">For all of it.</param>
/// <param name="trust">Who is trusted; <c>null</c> for those that the machine trusts.</param>
internal sealed class MailPortProbe(string host, IPAddress address, TimeProvider time, TimeSpan timeout, X509ChainPolicy? trust = null)
{
    /// <summary>Renewal is due a month before the end; by then it has failed for a fortnight.</summary>
    private const int FewDays = 14;

    /// <summary>Octets of one reply, with all its lines.</summary>
    private const int MaxReply = 16 * 1024;

    public async Task<IReadOnlyList<DeployFindingView>> AskAsync(MailPort port, CancellationToken cancellationToken)
    {
        var subject = string.Create(CultureInfo.InvariantCulture, $"{new IPEndPoint(address, port.Number)} ({port.Service})");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        try
        {
            using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(new IPEndPoint(address, port.Number), limit.Token);
            await using var stream = new NetworkStream(socket);
            if (!port.StartsWithTls)
            {
                var (greeting, offersTls) = await GreetAsync(stream, limit.Token);
                if (!offersTls)
                {
                    return [NoTls(port, subject, greeting)];
                }
            }

            return [DeployFindingView.Right("port", subject, "answers"), await HandshakeAsync(stream, subject, limit.Token)];
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return [DeployFindingView.Wrong("port", subject, $"no answer within {timeout.TotalSeconds:0} s: is the address right, and does a firewall let it through?")];
        }
        catch (Exception e) when (e is SocketException or IOException or FormatException)
        {
            return [DeployFindingView.Wrong("port", subject, e.Message)];
        }
    }

    private static DeployFindingView NoTls(MailPort port, string subject, string greeting) => port.NeedsTls
        ? DeployFindingView.Wrong("certificate", subject, $"offers no STARTTLS: is there a certificate? It says {greeting}")
        : DeployFindingView.Wrong("certificate", subject, $"offers no STARTTLS: mail comes unencrypted until there is a certificate. It says {greeting}");

    private static async Task<(string Greeting, bool OffersTls)> GreetAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var greeting = await ReplyAsync(stream, cancellationToken);
        await stream.WriteAsync("EHLO mailctl.invalid\r\n"u8.ToArray(), cancellationToken);
        var offers = await ReplyAsync(stream, cancellationToken);
        if (!offers.Split('\n').Any(line => line.Length > 4 && line[4..].Trim().Equals("STARTTLS", StringComparison.OrdinalIgnoreCase)))
        {
            return (greeting.Trim(), false);
        }

        await stream.WriteAsync("STARTTLS\r\n"u8.ToArray(), cancellationToken);
        var answer = await ReplyAsync(stream, cancellationToken);
        return (answer.Trim(), answer.StartsWith("220", StringComparison.Ordinal));
    }

    /// <summary>Reads one reply of RFC 5321 §4.2: its last line has no hyphen behind the code.</summary>
    /// <exception cref="FormatException">It is too long, or is none.</exception>
    private static async Task<string> ReplyAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var reply = new StringBuilder();
        var octet = new byte[1];
        var lineStart = 0;
        while (await stream.ReadAsync(octet, cancellationToken) == 1)
        {
            reply.Append((char)octet[0]);
            if (octet[0] == '\n')
            {
                if (reply.Length - lineStart < 5 || reply[lineStart + 3] != '-')
                {
                    return reply.ToString();
                }

                lineStart = reply.Length;
            }

            if (reply.Length > MaxReply)
            {
                throw new FormatException("answers with a reply without end: this is no mail server");
            }
        }

        throw new FormatException("closes the connection: it may refuse this machine, or be at its limits");
    }

    private async Task<DeployFindingView> HandshakeAsync(NetworkStream stream, string subject, CancellationToken cancellationToken)
    {
        var problem = "";
        X509Certificate2? certificate = null;
        await using var tls = new SslStream(stream, leaveInnerStreamOpen: true);
        try
        {
            await tls.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = host,
                    CertificateChainPolicy = trust,
                    // Wanted is the certificate as it is, and what is wrong with it; nothing is sent.
                    RemoteCertificateValidationCallback = (_, given, chain, errors) =>
                    {
                        certificate = given is null ? null : X509CertificateLoader.LoadCertificate(given.GetRawCertData());
                        problem = Problem(errors, chain);
                        return given is not null;
                    },
                },
                cancellationToken);
        }
        catch (AuthenticationException e)
        {
            return DeployFindingView.Wrong("certificate", subject, $"the TLS handshake fails: {e.Message}");
        }

        using (certificate)
        {
            return Judge(subject, certificate, problem);
        }
    }

    private DeployFindingView Judge(string subject, X509Certificate2? certificate, string problem)
    {
        if (certificate is null)
        {
            return DeployFindingView.Wrong("certificate", subject, "there is none");
        }

        var days = (int)(certificate.NotAfter.ToUniversalTime() - time.GetUtcNow().UtcDateTime).TotalDays;
        var until = string.Create(CultureInfo.InvariantCulture, $"{certificate.Subject}, {days} days left");
        return problem.Length > 0 ? DeployFindingView.Wrong("certificate", subject, $"{problem} ({until})")
            : days < FewDays ? DeployFindingView.Wrong("certificate", subject, $"renewal does not work: {until}")
            : DeployFindingView.Right("certificate", subject, until);
    }

    private string Problem(SslPolicyErrors errors, X509Chain? chain) =>
        errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable) ? "there is none"
        : errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) ? $"it is not for {host}"
        : errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors) ? "nobody vouches for it: " + string.Join(", ", chain?.ChainStatus.Select(status => status.Status.ToString()).Distinct() ?? [])
        : "";
}

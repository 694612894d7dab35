using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Mail.Core;

namespace Mail.Transport;

/// <summary>A connection to a server that has been greeted, with TLS and AUTH as asked for: ready for a transaction.</summary>
internal sealed partial class SmtpSession(SessionKey key, SmtpChannel channel, SenderOptions options, long openedAt) : IAsyncDisposable
{
    private ServerExtensions _extensions = ServerExtensions.None;
    // Of the certificate, as far as a known authority and the server's name decide.
    private TlsProblem? _problem = TlsProblem.StarttlsNotSupported;
    private bool _fitsDane;
    // Why we have broken off the handshake.
    private TlsProblem? _refused;

    public SessionKey Key => key;

    /// <summary>A timestamp of the clock.</summary>
    public long OpenedAt => openedAt;

    public int Transactions { get; private set; }

    /// <summary>Another message may follow.</summary>
    public bool IsUsable { get; private set; } = true;

    /// <summary>It has said 421: it takes nothing at present.</summary>
    public bool IsClosed { get; private set; }

    public bool Supports(string keyword) => _extensions.Has(keyword);

    public string? Tls => channel.Tls is { } tls
        ? $"{Name(tls.SslProtocol)} {tls.NegotiatedCipherSuite}{(HasVerifiedTls ? " verified" : "")}"
        : null;

    public bool HasVerifiedTls => channel.Tls is not null && (_problem is null || _fitsDane);

    /// <summary>What is wrong with TLS here by the usual rules, whatever was asked for; <c>null</c> for nothing.</summary>
    public TlsProblem? Problem => channel.Tls is null ? TlsProblem.StarttlsNotSupported : _problem;

    /// <summary>Why the connection before this one, with TLS, failed; <c>null</c> when this is the first.</summary>
    public TlsProblem? FailedBefore { get; init; }

    /// <summary>From the greeting to the second EHLO.</summary>
    /// <exception cref="ConnectionLostException"/>
    /// <exception cref="HopRefusedException"/>
    /// <exception cref="TlsFailedException"/>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        if (key.BeginsWithTls)
        {
            await HandshakeAsync(cancellationToken);
        }

        var greeting = await ReadAsync("receiving the greeting", cancellationToken);
        if (!greeting.IsPositive)
        {
            // A 5xx here is about the server (RFC 5321 §3.1), not about the message: Postfix's smtp_skip_5xx_greeting.
            throw new HopRefusedException(greeting.IsPermanent ? "4.3.0" : greeting.Status, $"host {key.Hop.Host} refused to talk to us", greeting);
        }

        await HelloAsync(cancellationToken);
        if (key.Tls != TlsLevel.None && !key.BeginsWithTls)
        {
            await StartTlsAsync(cancellationToken);
        }
    }

    /// <summary>
    /// Whether a server that was left alone for a while is still there, and in step: after a reply that nobody has asked for, each that follows would be taken
    /// for that of the command before, and RCPT's 250 at last for the message's.
    /// </summary>
    public async Task<bool> IsAliveAsync(CancellationToken cancellationToken)
    {
        if (channel.HasInput)
        {
            return false;
        }

        try
        {
            await channel.WriteLinesAsync(["RSET"], options.ReplyTimeout, "sending RSET", cancellationToken);
            return (await channel.ReadReplyAsync(TimeSpan.FromSeconds(20), "waiting for the reply to RSET", cancellationToken)).IsPositive && !channel.HasInput;
        }
        catch (ConnectionLostException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await channel.DisposeAsync();
        IsUsable = false;
    }

    /// <summary>RFC 5321 §4.1.1.10, as far as it takes no time: nobody waits for the answer.</summary>
    public async ValueTask QuitAsync()
    {
        try
        {
            if (IsUsable)
            {
                await channel.WriteLinesAsync(["QUIT"], TimeSpan.FromSeconds(2), "sending QUIT", CancellationToken.None);
            }
        }
        catch (ConnectionLostException)
        {
            // It has left already.
        }
        finally
        {
            await DisposeAsync();
        }
    }

    private static string Name(SslProtocols protocol) => protocol switch
    {
        SslProtocols.Tls13 => "TLSv1.3",
        SslProtocols.Tls12 => "TLSv1.2",
        _ => protocol.ToString(),
    };

    private async Task HelloAsync(CancellationToken cancellationToken)
    {
        var reply = await CommandAsync($"EHLO {options.Helo}", "EHLO", cancellationToken);
        _extensions = new ServerExtensions(reply.Lines);
        if (!reply.IsPositive && !IsClosed)
        {
            // RFC 5321 §3.2: a server that does not know EHLO, or not from us.
            _extensions = ServerExtensions.None;
            reply = await CommandAsync($"HELO {options.Helo}", "HELO", cancellationToken);
        }

        if (!reply.IsPositive)
        {
            throw new HopRefusedException(reply.Status, $"host {key.Hop.Host} refused to talk to us", reply, reply.IsPermanent);
        }
    }

    private async Task StartTlsAsync(CancellationToken cancellationToken)
    {
        if (!_extensions.Has("STARTTLS"))
        {
            if (key.Tls == TlsLevel.Opportunistic)
            {
                return;
            }

            throw new TlsFailedException(TlsProblem.StarttlsNotSupported, $"TLS is required, but was not offered by host {key.Hop.Host}");
        }

        var reply = await CommandAsync("STARTTLS", "STARTTLS", cancellationToken);
        if (reply.Code != 220)
        {
            throw new TlsFailedException(TlsProblem.StarttlsNotSupported, $"host {key.Hop.Host} refused STARTTLS: {reply.Code} {reply.Text}");
        }

        await HandshakeAsync(cancellationToken);
        // RFC 3207 §4.2: what was said before does not count.
        await HelloAsync(cancellationToken);
    }

    private async Task HandshakeAsync(CancellationToken cancellationToken)
    {
        try
        {
            await channel.StartTlsAsync(TlsOptions(), options.ReplyTimeout, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            throw _refused is { } problem
                ? new TlsFailedException(problem, $"the certificate of host {key.Hop.Host} is not verified ({problem.ToWord()})", e)
                : new TlsFailedException(TlsProblem.ValidationFailure, $"TLS handshake with host {key.Hop.Host} failed", e);
        }
    }

    private SslClientAuthenticationOptions TlsOptions() => new()
    {
        TargetHost = key.ServerName,
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        CertificateChainPolicy = CertificateTrust.Policy(options.Authorities),
        RemoteCertificateValidationCallback = (_, certificate, chain, errors) => Judge(certificate as X509Certificate2, chain, errors),
    };

    private bool Judge(X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        _problem = CertificateProblem.Of(errors, chain);
        _fitsDane = key.Dane is { } records && certificate is not null && records.Accepts(certificate, chain?.ChainPolicy.ExtraStore ?? []);
        _refused = key.Dane is not null && !_fitsDane ? TlsProblem.TlsaInvalid : key.IsVerified ? _problem : null;
        return _refused is null;
    }

    private async ValueTask<SmtpReply> CommandAsync(string command, string what, CancellationToken cancellationToken)
    {
        await channel.WriteLinesAsync([command], options.ReplyTimeout, $"sending {what}", cancellationToken);
        return await ReadAsync($"waiting for the reply to {what}", cancellationToken);
    }

    private async ValueTask<SmtpReply> ReadAsync(string what, CancellationToken cancellationToken, TimeSpan? timeout = null)
    {
        var reply = await channel.ReadReplyAsync(timeout ?? options.ReplyTimeout, what, cancellationToken);
        // RFC 5321 §3.8: it closes the connection, whatever was asked.
        IsClosed |= reply.Code == 421;
        IsUsable &= !IsClosed;
        return reply;
    }
}

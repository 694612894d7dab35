using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Mail.Gateway;

/// <summary>A port that speaks SMTP, and what its sessions are for. Known to a connection as one of its features.</summary>
/// <param name="name">As in the lines on stdout.</param>
/// <param name="isSubmission">For mail clients (RFC 6409), not for servers.</param>
/// <param name="isTlsFromStart">TLS from the first octet (RFC 8314 §3.3).</param>
internal sealed class SmtpListener(string name, int port, bool isSubmission, bool isTlsFromStart)
{
    private ListenOptions? _listen;

    public string Name => name;

    public bool IsSubmission => isSubmission;

    public bool IsTlsFromStart => isTlsFromStart;

    /// <summary>With the actual port; after the start.</summary>
    public IPEndPoint EndPoint => _listen?.IPEndPoint ?? throw new InvalidOperationException("Not started.");

    /// <summary>Those that make sense with the settings. Submission takes passwords, so it needs a certificate, or the permission to do without.</summary>
    public static IReadOnlyList<SmtpListener> For(GatewayOptions options)
    {
        var listeners = new List<SmtpListener> { new("smtp", options.SmtpPort, isSubmission: false, isTlsFromStart: false) };
        if (options.HasTls || options.AuthWithoutTlsOnLoopback)
        {
            listeners.Add(new("submission", options.SubmissionPort, isSubmission: true, isTlsFromStart: false));
        }

        if (options.HasTls)
        {
            listeners.Add(new("submissions", options.SubmissionsPort, isSubmission: true, isTlsFromStart: true));
        }

        return listeners;
    }

    public void Open(KestrelServerOptions kestrel, IPAddress address) => kestrel.Listen(address, port, listen =>
    {
        _listen = listen;
        listen.Use(next => connection =>
        {
            connection.Features.Set(this);
            return next(connection);
        });
        listen.Use(listen.ApplicationServices.GetRequiredService<ProxyConnection>().Wrap);
        listen.UseConnectionHandler<SmtpConnectionHandler>();
    });
}

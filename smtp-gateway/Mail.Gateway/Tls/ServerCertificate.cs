using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Mail.Gateway;

/// <summary>A certificate that is shown to clients, with its chain and what goes with it.</summary>
internal sealed class ServerCertificate
{
    /// <param name="source">For logs.</param>
    /// <param name="leaf">With its private key.</param>
    /// <param name="others">What of the chain is known; its order does not matter.</param>
    public ServerCertificate(string source, X509Certificate2 leaf, X509Certificate2Collection others)
    {
        Source = source;
        Names = CertificateNames.Of(leaf);
        NotBefore = leaf.NotBefore.ToUniversalTime();
        NotAfter = leaf.NotAfter.ToUniversalTime();
        EndPoint = ServerEndPoint.Of(leaf);
        // One object for all connections: with it go the sessions that can be resumed.
        Options = new SslServerAuthenticationOptions
        {
            // Offline: nothing is fetched from addresses that stand in the certificate. A chain that is not in the file is not shown.
            ServerCertificateContext = SslStreamCertificateContext.Create(leaf, others, offline: true),
            // RFC 8996, RFC 9325 §3.1.1.
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            EncryptionPolicy = EncryptionPolicy.RequireEncryption,
            ClientCertificateRequired = false,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            // RFC 9325 §3.5.
            AllowRenegotiation = false,
        };
    }

    public string Source { get; }

    /// <summary>Lower case, A-labels; <c>*.example.com</c> stands for one label in place of the star (RFC 9525 §6.3).</summary>
    public IReadOnlyList<string> Names { get; }

    public DateTimeOffset NotBefore { get; }

    public DateTimeOffset NotAfter { get; }

    public SslServerAuthenticationOptions Options { get; }

    /// <summary>Channel binding; <c>null</c> where RFC 5929 §4.1 does not say how.</summary>
    public ReadOnlyMemory<byte>? EndPoint { get; }

    /// <summary>The name is this certificate's, or stands under its star.</summary>
    public bool Covers(string name) => Names.Any(own => own.Equals(name, StringComparison.OrdinalIgnoreCase) || IsUnderStar(own, name));

    private static bool IsUnderStar(string own, string name)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && own.StartsWith("*.", StringComparison.Ordinal) && own.AsSpan(1).Equals(name.AsSpan(dot), StringComparison.OrdinalIgnoreCase);
    }
}

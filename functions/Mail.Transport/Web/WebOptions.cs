using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Mail.Transport;

/// <summary>How hosts are asked by HTTPS that strangers name.</summary>
public sealed record WebOptions
{
    /// <summary>Networks that may be connected to although they are not public. Default none.</summary>
    public IReadOnlyList<IPNetwork> AllowedNetworks { get; init; } = [];

    /// <summary>For one question and its whole answer. Default 60 s: RFC 8461 §3.3 suggests a minute.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Authorities to trust in the place of the system's; <c>null</c> for these.</summary>
    public X509Certificate2Collection? Authorities { get; init; }

    /// <exception cref="ArgumentException">The message says what to set.</exception>
    public void Validate()
    {
        if (Timeout <= TimeSpan.Zero || Timeout > TimeSpan.FromMinutes(1))
        {
            throw new ArgumentException("Timeout has to be above 0 and at most a minute");
        }
    }
}

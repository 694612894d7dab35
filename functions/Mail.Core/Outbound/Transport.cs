namespace Mail.Core;

/// <summary>How mail gets to some destination: a row of table <c>Transports</c>, or the default.</summary>
public sealed record Transport
{
    /// <summary>Straight to the servers that the DNS names for a domain, with TLS wherever it is offered.</summary>
    public static Transport Default { get; } = new() { Pattern = "*", Kind = TransportKind.Direct };

    /// <summary>For whom it is: an address, a domain, <c>.example.test</c> for the domains below, <c>from:</c> before any of these for senders, or <c>*</c>.</summary>
    public required string Pattern { get; init; }

    public required TransportKind Kind { get; init; }

    /// <summary>Of a smarthost: its name, taken for its address and not for its MX; or an address literal with its brackets.</summary>
    public string? Host { get; init; }

    /// <summary>1 to 65535; <c>null</c> for 25 when direct and 587 for a smarthost.</summary>
    public int? Port { get; init; }

    public TlsLevel Tls { get; init; } = TlsLevel.Opportunistic;

    /// <summary>Where name and password for a smarthost are, never these themselves: the URL of a vault's secret, or <c>env:NAME</c>.</summary>
    public string? Credentials { get; init; }

    /// <summary>Of <see cref="TransportKind.Error"/>: what senders are told, with a code of RFC 3463 before it or without (<see cref="RefusalText"/>).</summary>
    public string Text { get; init; } = "";

    /// <summary>How long delivery is tried; <c>null</c> for the site's setting.</summary>
    public TimeSpan? Lifetime { get; init; }

    /// <summary>How many connections at most; <c>null</c> for the site's setting.</summary>
    public int? Concurrency { get; init; }

    public bool Enabled { get; init; } = true;

    public string? Comment { get; init; }

    /// <summary>Whose limits and back-off the attempts share: the smarthost for all that goes through it, otherwise the destination itself.</summary>
    public string NextHop(string destination) => Kind == TransportKind.Smarthost ? $"{Host}:{Port ?? 587}" : destination;
}

namespace Mail.Sieve;

/// <summary>Somebody is told that the message came (RFC 5435 §3).</summary>
public sealed record NotifyAction : SieveAction
{
    /// <summary>The whole URI; its scheme is one of <see cref="SieveOptions.NotifyMethods"/>.</summary>
    public required string Method { get; init; }

    /// <summary>RFC 5435 §3.3; <c>null</c> if the script names nobody.</summary>
    public string? From { get; init; }

    /// <summary>1 high, 2 normal, 3 low (RFC 5435 §3.4).</summary>
    public int Importance { get; init; } = 2;

    /// <summary>Each <c>name=value</c> (RFC 5435 §3.5).</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary><c>null</c> for what the method does by itself (RFC 5435 §3.6).</summary>
    public string? Message { get; init; }

    /// <summary>Where a copy of what is sent goes (RFC 8580 §3.2); <c>null</c> for none.</summary>
    public FileCopy? Copy { get; init; }
}

namespace Mail.Core;

/// <summary>What came of TLS with one server of a domain.</summary>
public sealed record TlsResult
{
    /// <summary>The one that the mail is for.</summary>
    public required string Domain { get; init; }

    public required TlsPolicyKind Kind { get; init; }

    /// <summary>The policy, line by line, or the TLSA records; empty when there is none.</summary>
    public IReadOnlyList<string> Policy { get; init; } = [];

    /// <summary>The server's name; <c>null</c> when it did not come to a server.</summary>
    public string? Host { get; init; }

    public string? Address { get; init; }

    /// <summary><c>null</c> for a connection as the policy wants it.</summary>
    public TlsProblem? Problem { get; init; }

    /// <summary>In words; empty without a problem.</summary>
    public string Reason { get; init; } = "";
}

using Mail.Core;

namespace Mail.Transport;

/// <summary>What TLS has to fulfil with one server before it gets the message.</summary>
/// <param name="Level">At least.</param>
internal sealed record TlsDecision(TlsLevel Level)
{
    /// <summary>Records of which one has to fit the certificate; <c>null</c> when none can be asked for.</summary>
    public TlsaSet? Dane { get; init; }

    /// <summary>What decides, for the report.</summary>
    public TlsPolicyKind Kind { get; init; }

    /// <summary>For the report, as in <see cref="TlsResult.Policy"/>.</summary>
    public IReadOnlyList<string> Policy { get; init; } = [];

    /// <summary>The server is not to be used at all; <c>null</c> when it may.</summary>
    public TlsRefusal? Refusal { get; init; }
}

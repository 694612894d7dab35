using Mail.Core;

namespace Mail.Transport;

/// <summary>What came of asking a domain for its policy.</summary>
internal abstract record StsFetch
{
    private StsFetch()
    {
    }

    public sealed record Fetched(StsPolicy Policy) : StsFetch;

    /// <param name="Kind">As reports have it.</param>
    public sealed record Failed(TlsProblem Kind, string Reason) : StsFetch;
}

namespace Mail.Core;

/// <summary>Nobody asks.</summary>
public sealed class NoTlsResults : ITlsResults
{
    public void Add(TlsResult result)
    {
    }
}

namespace Mail.Core;

/// <summary>Is told how TLS went with each connection, for the reports that domains ask for (RFC 8460).</summary>
public interface ITlsResults
{
    /// <summary>Quick, and does not fail. For many threads.</summary>
    void Add(TlsResult result);
}

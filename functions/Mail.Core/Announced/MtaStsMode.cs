namespace Mail.Core;

/// <summary>What other servers are asked to do when they cannot reach a domain's servers by TLS as its policy says (RFC 8461 §5).</summary>
public enum MtaStsMode
{
    /// <summary>Nothing: as if there were no policy.</summary>
    None,

    /// <summary>Send all the same, and report.</summary>
    Testing,

    /// <summary>Not send, and report.</summary>
    Enforce,
}

namespace Mail.Core;

/// <summary>How a question to the DNS ended. What decides about mail must treat the four apart: only the second and third are an answer "no".</summary>
public enum DnsOutcome
{
    /// <summary>At least one record of the type that was asked for.</summary>
    Found,

    /// <summary>The name exists and has no such record (RFC 2308 §2.2).</summary>
    NoData,

    /// <summary>The name does not exist (RFC 2308 §2.1, RFC 8020).</summary>
    NxDomain,

    /// <summary>Nobody answered in time, or the answer was an error or unreadable: nothing is known.</summary>
    TemporaryFailure,
}

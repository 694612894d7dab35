namespace Mail.Sieve;

/// <summary>What <c>header :mime</c> compares of a field (RFC 5703 §4.1).</summary>
internal enum MimeOption
{
    /// <summary>The value.</summary>
    None,
    Type,
    Subtype,
    ContentType,
    Param,
}

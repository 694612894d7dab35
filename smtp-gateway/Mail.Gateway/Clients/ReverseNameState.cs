namespace Mail.Gateway;

internal enum ReverseNameState
{
    /// <summary>The name has the client's address among its own.</summary>
    Verified,

    /// <summary>The reverse zone has no name.</summary>
    Missing,

    /// <summary>It has one, which does not lead back: anyone can write any name into the reverse zone of his addresses.</summary>
    Mismatch,

    /// <summary>The address is not known, or the DNS did not answer.</summary>
    Unavailable,
}

namespace Mail.Authentication;

/// <summary>Whether a mechanism speaks of the client (RFC 7208 §4.6.2), or why nobody can tell.</summary>
internal enum SpfMatch
{
    No,
    Yes,
    TempError,
    PermError,
}

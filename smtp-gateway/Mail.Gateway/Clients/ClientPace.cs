namespace Mail.Gateway;

/// <summary>What is counted of a client network.</summary>
internal enum ClientPace
{
    Connections,
    Messages,
    Recipients,

    /// <summary>Recipients that were refused.</summary>
    Errors,
}

namespace Mail.Gateway;

/// <summary>What is counted of a client network.</summary>
internal enum ClientPace
{
    Connections,

    /// <summary>Connections to the ports for submission.</summary>
    Submissions,
    Messages,
    Recipients,

    /// <summary>Recipients that were refused.</summary>
    Errors,
}

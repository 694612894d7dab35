namespace Mail.Ctl;

/// <summary>What a connection to a server's port came to.</summary>
internal enum PortState
{
    /// <summary>An SMTP greeting, whatever its code: the way is open.</summary>
    Answers,

    /// <summary>A connection without a greeting: something in between may have taken it, or the port speaks TLS from the start.</summary>
    Connects,

    /// <summary>Refused at once.</summary>
    Refused,

    /// <summary>Nothing came back in time, which is how most blocks look.</summary>
    Silent,

    /// <summary>This machine has no way to the address, for example no IPv6.</summary>
    Unreachable,

    /// <summary>The DNS gave no address.</summary>
    Unknown,
}

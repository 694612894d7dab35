namespace Mail.Core;

/// <summary>What an access rule looks at.</summary>
public enum AccessKind
{
    /// <summary>The client's address or network.</summary>
    Client,

    /// <summary>The client's verified reverse name.</summary>
    ClientName,

    /// <summary>What the client calls itself: a claim.</summary>
    Helo,

    /// <summary>The reverse-path: a claim, too.</summary>
    Sender,

    /// <summary>The forward-path.</summary>
    Recipient,
}

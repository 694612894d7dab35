namespace Mail.Core;

/// <summary>What the router found for one recipient address.</summary>
public abstract record RouteResult
{
    private RouteResult()
    {
    }

    /// <summary>The address is good: it leads to at least one destination.</summary>
    /// <param name="Destinations">Without doubles.</param>
    /// <param name="Problems">Branches that lead nowhere (an alias target that is unknown, a loop that was cut), in words. Not fatal.</param>
    public sealed record Found(IReadOnlyList<RouteDestination> Destinations, IReadOnlyList<string> Problems) : RouteResult;

    /// <summary>The domain is ours and the address is not: 550 5.1.1.</summary>
    public sealed record Unknown(string Reason) : RouteResult;

    /// <summary>The domain is not ours: 550 5.7.1 unless the client may relay.</summary>
    public sealed record Foreign : RouteResult;

    /// <summary>The address is ours but cannot be used as configured (expansion too deep or too large, a loop with no way out): 4xx, the operator must act.</summary>
    public sealed record Misconfigured(string Reason) : RouteResult;
}

/// <summary>One place where a message for an address has to go.</summary>
public abstract record RouteDestination
{
    private RouteDestination()
    {
    }

    /// <summary>How we got here: each step in words.</summary>
    public required IReadOnlyList<string> Steps { get; init; }

    /// <summary>A mailbox here.</summary>
    /// <param name="Account">An enabled account.</param>
    /// <param name="Detail">What stood behind the separator, as <c>lists</c> in <c>alice+lists@</c>; <c>null</c> when nothing did.</param>
    public sealed record Mailbox(AccountEntry Account, string? Detail) : RouteDestination;

    /// <summary>Another mail server.</summary>
    public sealed record Remote(MailAddress Address) : RouteDestination
    {
        /// <summary>The recipient was an SRS address of ours: what came to it is a bounce of forwarded mail, on its way back to the sender.</summary>
        public bool IsReturn { get; init; }
    }
}

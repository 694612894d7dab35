namespace Mail.Sieve.Procmail;

/// <summary>What an action has become.</summary>
internal sealed record RcResult
{
    public IReadOnlyList<SieveCommand> Commands { get; init; } = [];

    /// <summary>What the action itself asks, beside the conditions: whether the message came before.</summary>
    public SieveTest Test { get; init; } = SieveTest.True;

    /// <summary>The message goes where it belongs. Unless that is a copy, no later recipe sees it.</summary>
    public bool IsDelivery { get; init; }

    /// <summary>Throws the message away.</summary>
    public bool IsDiscard { get; init; }

    /// <summary>Why it cannot be done.</summary>
    public string? Problem { get; init; }

    /// <summary>What differs.</summary>
    public string? Remark { get; init; }

    /// <summary>For the name of the row.</summary>
    public string Hint { get; init; } = "";

    /// <summary>The action stands for something that needs no rule.</summary>
    public bool IsNotNeeded { get; init; }

    /// <summary>formail -rD: whoever wrote before. What an answer after it does by itself.</summary>
    public bool IsSenderCache { get; init; }

    public static RcResult Failed(string problem) => new() { Problem = problem };
}

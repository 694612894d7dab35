namespace Mail.Ctl;

/// <summary>How a verb ended. The exit codes are part of the contract with scripts.</summary>
internal abstract record CommandResult
{
    private CommandResult()
    {
    }

    /// <summary>What was asked for is done: exit 0.</summary>
    public static CommandResult Done { get; } = new Completed();

    /// <summary>The verb did its work, and the answer is "not well": exit 1 without a message, for the findings are the output.</summary>
    public static CommandResult NotWell { get; } = new Found();

    /// <summary>Refused or not found: exit 1.</summary>
    /// <param name="reason">One plain sentence for standard error: what is wrong and what to do.</param>
    public static CommandResult Refused(string reason) => new Refusal(reason);

    /// <summary>Options that do not go together: exit 2.</summary>
    public static CommandResult Usage(string reason) => new Misuse(reason);

    public sealed record Completed : CommandResult;

    public sealed record Found : CommandResult;

    public sealed record Refusal(string Reason) : CommandResult;

    public sealed record Misuse(string Reason) : CommandResult;
}

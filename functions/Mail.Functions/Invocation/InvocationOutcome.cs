namespace Mail.Functions;

/// <summary>What the caller of a function has to do next.</summary>
public abstract record InvocationOutcome
{
    private InvocationOutcome()
    {
    }

    /// <summary>In words, for the log of the invocation.</summary>
    public abstract string Detail { get; }

    /// <summary>Complete the message.</summary>
    public sealed record Done(string Detail) : InvocationOutcome
    {
        public override string Detail { get; } = Detail;
    }

    /// <summary>Move the message to the poison queue.</summary>
    public sealed record Unreadable(string Detail) : InvocationOutcome
    {
        public override string Detail { get; } = Detail;
    }

    /// <summary>Storage was not there: give the message out again after <paramref name="Delay"/>. Not a failure of the message.</summary>
    public sealed record Unavailable(string Detail, TimeSpan Delay) : InvocationOutcome
    {
        public override string Detail { get; } = Detail;
    }

    /// <summary>A bug, or no end before the deadline: try again, and after too many times give up.</summary>
    public sealed record Failed(string Detail) : InvocationOutcome
    {
        public override string Detail { get; } = Detail;
    }

    /// <summary>The process stops: give the message to somebody else at once.</summary>
    public sealed record Interrupted : InvocationOutcome
    {
        public override string Detail => "interrupted: the process stops";
    }
}

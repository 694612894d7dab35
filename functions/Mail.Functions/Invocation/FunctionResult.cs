namespace Mail.Functions;

/// <summary>What a function came to, when it came to an end.</summary>
public abstract record FunctionResult
{
    private FunctionResult()
    {
    }

    /// <summary>The work is done with; a queue message can go.</summary>
    /// <param name="Detail">In words, for the log of the invocation.</param>
    public sealed record Done(string Detail) : FunctionResult;

    /// <summary>The message cannot be understood, now or ever: it belongs in the poison queue.</summary>
    /// <param name="Reason">In words, for the log; not the message itself.</param>
    public sealed record Unreadable(string Reason) : FunctionResult;
}

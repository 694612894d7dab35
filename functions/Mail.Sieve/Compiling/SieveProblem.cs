namespace Mail.Sieve;

/// <summary>What is wrong in a script, found when it was compiled or when it ran.</summary>
/// <param name="Script">The name that the script was compiled under.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in UTF-16 units; a tab counts as one.</param>
/// <param name="Message">In words; says what was expected. Never holds text of the message being sorted.</param>
public sealed record SieveProblem(string Script, int Line, int Column, string Message)
{
    public override string ToString() => $"{Script}:{Line}:{Column}: {Message}";
}

namespace Mail.Sieve.Procmail;

/// <summary>What a recipe does, its variables not yet replaced.</summary>
internal abstract record RcAction(int Line)
{
    /// <param name="Addresses">The words behind the exclamation mark.</param>
    public sealed record Forward(int Line, string Addresses) : RcAction(Line);

    /// <param name="Variable">Takes what the program writes; <c>null</c> when nothing does.</param>
    public sealed record Pipe(int Line, string? Variable, string Command) : RcAction(Line);

    public sealed record Block(int Line, IReadOnlyList<RcStatement> Statements) : RcAction(Line);

    /// <param name="Names">One folder, or several directories with blanks between them.</param>
    public sealed record Folder(int Line, string Names) : RcAction(Line);
}

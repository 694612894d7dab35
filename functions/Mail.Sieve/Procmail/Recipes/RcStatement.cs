namespace Mail.Sieve.Procmail;

/// <summary>A statement of a procmailrc, its variables not yet replaced.</summary>
/// <param name="Line">Counted from 1.</param>
/// <param name="Source">The line as it stands there.</param>
internal abstract record RcStatement(int Line, string Source)
{
    /// <param name="Value">With its quotes; <c>null</c> for a name alone, which is unset.</param>
    public sealed record Assignment(int Line, string Source, string Name, string? Value) : RcStatement(Line, Source);

    /// <param name="Flags">The letters.</param>
    public sealed record Recipe(int Line, string Source, string Flags, IReadOnlyList<RcCondition> Conditions, RcAction Action) : RcStatement(Line, Source)
    {
        public bool Has(char flag) => Flags.Contains(flag, StringComparison.Ordinal);
    }

    /// <summary>What cannot be read.</summary>
    public sealed record Broken(int Line, string Source, string Problem) : RcStatement(Line, Source);
}

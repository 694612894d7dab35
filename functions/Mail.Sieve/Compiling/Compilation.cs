using System.Diagnostics.CodeAnalysis;

namespace Mail.Sieve;

/// <summary>What became of compiling a script: a script, or reasons why there is none.</summary>
public sealed class Compilation
{
    internal Compilation(SieveScript? script, IReadOnlyList<SieveProblem> problems)
    {
        Script = script;
        Problems = problems;
    }

    [MemberNotNullWhen(true, nameof(Script))]
    public bool Succeeded => Script is not null;

    /// <summary><c>null</c> when there is a problem.</summary>
    public SieveScript? Script { get; }

    /// <summary>In the order of the text, at most <see cref="SieveOptions.MaxProblems"/>; empty when there is a script.</summary>
    public IReadOnlyList<SieveProblem> Problems { get; }
}

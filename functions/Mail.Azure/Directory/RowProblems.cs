using System.Diagnostics.CodeAnalysis;
using Azure.Data.Tables;

namespace Mail.Azure;

/// <summary>Collects what is wrong with one row while its columns are read.</summary>
internal sealed class RowProblems(TableEntity row)
{
    private readonly List<string> _problems = [];
    private bool _fatal;

    /// <summary>The row cannot be used.</summary>
    public void Fatal(string problem)
    {
        _problems.Add(problem);
        _fatal = true;
    }

    /// <summary>The row can be used without what is wrong in it.</summary>
    public void Note(string problem) => _problems.Add(problem);

    /// <summary>A truth value that decides whether an address works is not guessed.</summary>
    public bool Enabled()
    {
        if (!Lenient.TryTruth(row, "Enabled", out var enabled))
        {
            Fatal("Enabled has to be true or false");
        }

        return enabled ?? true;
    }

    public void Key(string actual, [NotNull] string? expected, string which)
    {
        if (actual != expected)
        {
            Fatal(expected is null ? $"the {which} key '{actual}' is not a domain" : $"the {which} key '{actual}' has to be written '{expected}'");
        }

        expected ??= actual;
    }

    public RowReading<T> Result<T>(Func<T> entry)
        where T : class =>
        new(_fatal ? null : entry(), _problems.Count == 0 ? null : string.Join("; ", _problems));
}

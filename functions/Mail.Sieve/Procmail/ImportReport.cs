namespace Mail.Sieve.Procmail;

/// <summary>Collects what is said about the lines of the files.</summary>
internal sealed class ImportReport
{
    // Sources and reasons are for a terminal; a line of a hostile file may be a megabyte.
    private const int SourceLength = 200;

    private readonly List<(int File, ImportFinding Finding)> _findings = [];
    private readonly List<string> _files = [];

    public string File { get; private set; } = "";

    /// <summary>By file in the order in which they were begun, then by line.</summary>
    public IReadOnlyList<ImportFinding> Findings =>
        [.. _findings.OrderBy(entry => entry.File).ThenBy(entry => entry.Finding.Line).Select(entry => entry.Finding)];

    /// <summary>What is said from now on is about this file, until disposed of.</summary>
    public IDisposable Enter(string file)
    {
        var outer = File;
        File = file;
        if (!_files.Contains(file))
        {
            _files.Add(file);
        }

        return new Leave(this, outer);
    }

    public void Add(int line, string source, ImportOutcome outcome, string? remark = null) => _findings.Add((
        _files.IndexOf(File),
        new ImportFinding
        {
            File = File,
            Line = line,
            Source = Printable(source),
            Outcome = outcome,
            Remark = remark is null ? null : Printable(remark),
        }));

    private static string Printable(string text)
    {
        var line = string.Concat(text
            .Replace(ImportText.VariableStart, '$')
            .Replace($"{ImportText.VariableEnd}", "", StringComparison.Ordinal)
            .Select(c => char.IsControl(c) ? ' ' : c));
        return line.Length > SourceLength ? line[..SourceLength] + "…" : line;
    }

    private sealed class Leave(ImportReport report, string outer) : IDisposable
    {
        public void Dispose() => report.File = outer;
    }
}

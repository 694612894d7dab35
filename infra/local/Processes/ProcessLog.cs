namespace Mail.Local.Processes;

/// <summary>What one process writes: to <c>log/name.log</c>, on request to the console, and the last lines kept for error messages.</summary>
internal sealed class ProcessLog : IDisposable
{
    private const int LinesKept = 20;

    private readonly Lock _gate = new();
    private readonly Queue<string> _last = new();
    private readonly string _name;
    private readonly StreamWriter _file;
    private readonly TextWriter? _echo;

    /// <param name="echo">Gets every line, too, behind the name of the process; null for none.</param>
    public ProcessLog(string folder, string name, TextWriter? echo)
    {
        Directory.CreateDirectory(folder);
        Path = System.IO.Path.Combine(folder, $"{name}.log");
        if (File.Exists(Path))
            File.Move(Path, System.IO.Path.Combine(folder, $"{name}.previous.log"), overwrite: true);
        _name = name;
        // Others may read along.
        _file = new(new FileStream(Path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
        _echo = echo;
    }

    public string Path { get; }

    public void Write(string line)
    {
        lock (_gate)
        {
            _file.WriteLine(line);
            if (!IsStackFrame(line))
                _last.Enqueue(line);
            if (_last.Count > LinesKept)
                _last.Dequeue();
        }

        _echo?.WriteLine($"{_name,-9} | {line}");
    }

    /// <summary>The last lines, indented, with the name of the whole log; for the end of an error message.</summary>
    public string Tail()
    {
        lock (_gate)
        {
            var lines = _last.Count == 0 ? ["(it wrote nothing)"] : _last.ToArray();
            return string.Join('\n', lines.Select(l => $"    {l}").Prepend($"  last lines of {Path}:"));
        }
    }

    // They would push the message of an exception out of the last lines; the file has them.
    private static bool IsStackFrame(string line) => line.TrimStart().StartsWith("at ", StringComparison.Ordinal);

    public void Dispose()
    {
        lock (_gate)
            _file.Dispose();
    }
}

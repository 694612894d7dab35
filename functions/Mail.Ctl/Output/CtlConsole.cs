namespace Mail.Ctl;

/// <summary>The process's surroundings: streams, what of them is a terminal, and the environment. Tests give their own.</summary>
internal sealed record CtlConsole
{
    /// <summary>Bytes for raw messages. Text goes through <see cref="Out"/>; flush one before using the other.</summary>
    public required Stream OutBytes { get; init; }

    public required TextWriter Out { get; init; }

    public required TextWriter Error { get; init; }

    public required TextReader In { get; init; }

    /// <summary>The same as bytes. Read one or the other.</summary>
    public Stream InBytes { get; init; } = Stream.Null;

    public bool OutIsTerminal { get; init; }

    /// <summary>Characters in a line of the terminal; <c>null</c> to ask it.</summary>
    public int? Width { get; init; }

    public bool ErrorIsTerminal { get; init; }

    public bool InIsTerminal { get; init; }

    /// <summary>Asks on the terminal and reads a line that is not echoed; <c>null</c> when the input ends.</summary>
    public Func<string, CancellationToken, Task<string?>> ReadSecret { get; init; } = (_, _) => Task.FromResult<string?>(null);

    /// <summary>The value of an environment variable; <c>null</c> when not set.</summary>
    public Func<string, string?> Environment { get; init; } = _ => null;

    public void Warn(string text) => Error.WriteLine("mailctl: warning: " + SafeText.Line(text));
}

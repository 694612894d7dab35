namespace Mail.Sieve.Procmail;

/// <summary>A command to be written.</summary>
internal abstract record SieveCommand
{
    private SieveCommand()
    {
    }

    public static SieveCommand Stop { get; } = new Line("stop;");

    public static SieveCommand Of(string text) => new Line(text);

    /// <param name="Text">With its semicolon.</param>
    public sealed record Line(string Text) : SieveCommand;

    /// <summary><c>if</c>, <c>elsif</c> … <c>else</c>.</summary>
    public sealed record Branch(IReadOnlyList<SieveArm> Arms) : SieveCommand;
}

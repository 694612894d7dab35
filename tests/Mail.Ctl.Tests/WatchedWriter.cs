using System.Text;

namespace Mail.Ctl.Tests;

/// <summary>Tells of each line as it is written.</summary>
internal sealed class WatchedWriter(Action<string>? watch) : StringWriter
{
    private readonly StringBuilder _line = new();

    public override void Write(char value)
    {
        base.Write(value);
        if (value == '\n')
        {
            watch?.Invoke(_line.ToString());
            _line.Clear();
        }
        else
        {
            _line.Append(value);
        }
    }

    public override void Write(string? value)
    {
        foreach (var c in value ?? "")
        {
            Write(c);
        }
    }

    public override void WriteLine(string? value) => Write(value + NewLine);
}

using System.Text;

namespace Mail.Sieve;

/// <summary>A string of a script: a constant, or text with variables in it (RFC 5229 §3).</summary>
internal sealed partial class TextTemplate
{
    /// <summary>Characters of a string with its variables, so that a few of them cannot fill the memory. As many as a script may have.</summary>
    private const int MaxLength = 1024 * 1024;

    private readonly TextPart[] _parts;
    private readonly ScriptPosition _position;

    private TextTemplate(string source, TextPart[] parts, ScriptPosition position)
    {
        Source = source;
        _position = position;
        _parts = parts;
    }

    private TextTemplate(string constant)
    {
        Source = constant;
        Constant = constant;
        _parts = [];
    }

    public static TextTemplate Empty { get; } = new("");

    /// <summary>The text with the names of the variables, not their values.</summary>
    public string Source { get; }

    /// <summary>The value, when it is the same for all messages.</summary>
    public string? Constant { get; }

    public static TextTemplate Of(string constant) => constant.Length == 0 ? Empty : new TextTemplate(constant);

    /// <summary>The value now. If it is too long the run fails.</summary>
    public string Expand(SieveRun run)
    {
        if (Constant is not null)
        {
            return Constant;
        }

        if (_parts is [var only])
        {
            return only.Value(run);
        }

        var text = new StringBuilder();
        foreach (var part in _parts)
        {
            text.Append(part.Value(run));
            if (text.Length > MaxLength)
            {
                run.Fail(_position, $"the string is longer than {MaxLength} characters");
                return "";
            }
        }

        run.Spend((text.Length >> 8) + (_parts.Length >> 4), _position);
        return text.ToString();
    }
}

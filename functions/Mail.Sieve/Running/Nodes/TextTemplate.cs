using System.Text;

namespace Mail.Sieve;

/// <summary>A string of a script: a constant, or text with variables in it (RFC 5229 §3).</summary>
internal sealed partial class TextTemplate
{
    private readonly TextPart[] _parts;

    private TextTemplate(string source, TextPart[] parts)
    {
        Source = source;
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

    /// <summary>The value now. As long as variables may be and strings are, never longer than the one allows times the parts of the other.</summary>
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
        }

        return text.ToString();
    }
}

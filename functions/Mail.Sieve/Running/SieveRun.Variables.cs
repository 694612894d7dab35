using System.Text;

namespace Mail.Sieve;

internal sealed partial class SieveRun
{
    /// <summary>Of the script that runs; the scripts of one scope share them, included ones have their own (RFC 6609 §3.4).</summary>
    public VariableSet Variables { get; set; } = new();

    /// <summary>Shared by the scripts of one scope and those that they include (RFC 6609 §3.4).</summary>
    public VariableSet GlobalVariables { get; private set; } = new();

    /// <summary>What the wildcards of the last successful match stood for; the first is the whole value (RFC 5229 §3.2).</summary>
    public IReadOnlyList<string> MatchValues { get; set; } = [];

    /// <summary>Sets a variable; what is too long is cut (RFC 5229 §6).</summary>
    public void SetVariable(VariableSet variables, string name, string value, ScriptPosition position)
    {
        if (!variables.Has(name) && variables.Count >= Options.MaxVariables)
        {
            Fail(position, $"the script sets more than {Options.MaxVariables} variables");
            return;
        }

        variables.Set(name, Cut(value, Options.MaxVariableLength));
    }

    private static string Cut(string value, int max)
    {
        // UTF-8 has at most three octets for a UTF-16 unit.
        if (value.Length <= max / 3 || Encoding.UTF8.GetByteCount(value) <= max)
        {
            return value;
        }

        var (octets, length) = (0, 0);
        foreach (var rune in value.EnumerateRunes())
        {
            octets += rune.Utf8SequenceLength;
            if (octets > max)
            {
                break;
            }

            length += rune.Utf16SequenceLength;
        }

        return value[..length];
    }
}

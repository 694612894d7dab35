using System.CommandLine;
using System.CommandLine.Parsing;

namespace Mail.Ctl;

/// <summary>The words that lead to a command, as an operator types them.</summary>
internal static class CommandPath
{
    public static string Of(ParseResult parsed)
    {
        var words = new Stack<string>();
        for (SymbolResult? at = parsed.CommandResult; at is not null; at = at.Parent)
        {
            if (at is System.CommandLine.Parsing.CommandResult { Command: not RootCommand } named)
            {
                words.Push(named.Command.Name);
            }
        }

        return string.Join(' ', words.Prepend("mailctl"));
    }
}

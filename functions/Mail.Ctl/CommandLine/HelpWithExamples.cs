using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Mail.Ctl;

/// <summary>The usual help, and below it command lines that work.</summary>
internal sealed class HelpWithExamples(HelpAction usual) : SynchronousCommandLineAction
{
    // As the usual action: help does not mind that arguments are missing.
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        usual.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        var examples = ExamplesOf(parseResult.CommandResult.Command).ToList();
        if (examples.Count > 0)
        {
            output.WriteLine("Examples:");
            examples.ForEach(example => output.WriteLine("  " + example));
            output.WriteLine();
        }

        return ExitCode.Done;
    }

    private static IEnumerable<string> ExamplesOf(Command command) =>
        command is CtlCommand verb ? verb.Examples : command.Subcommands.SelectMany(child => ExamplesOf(child).Take(1));
}

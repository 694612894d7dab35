using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Mail.Core;

namespace Mail.Ctl;

/// <summary>
/// <c>mailctl</c> without its process: takes a command line, runs it, gives the exit code. The one place where failures become messages.
/// </summary>
/// <param name="connect">Gives the ports for what <c>--storage</c> or <c>MAIL_STORAGE</c> says.</param>
internal sealed class CtlApp(CtlConsole console, TimeProvider time, Func<StorageLocation, MailStorage> connect)
{
    /// <summary>After Ctrl-C or SIGTERM: as long as the requests under way may take (StorageComposition: twice 4 s).</summary>
    private static readonly TimeSpan TerminationTimeout = TimeSpan.FromSeconds(9);

    private readonly Option<bool> _json = new("--json")
    {
        Description = "Print JSON, and nothing else, on standard output.",
        Recursive = true,
    };

    private readonly Option<string?> _storage = new("--storage")
    {
        Description = "Connection string or account URL; overrides MAIL_STORAGE.",
        HelpName = "STORAGE",
        Recursive = true,
    };

    public CtlConsole Console => console;

    public TimeProvider Time => time;

    public async Task<int> RunAsync(IReadOnlyList<string> args, CancellationToken cancellationToken)
    {
        // '@example.test' is a catch-all, not the name of a file with arguments.
        var parsed = CreateRoot(args).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is ParseErrorAction)
        {
            return Misused(parsed, string.Join(" ", parsed.Errors.Select(error => error.Message)));
        }

        if (UnknownOption(parsed) is { } unknown)
        {
            return Misused(parsed, $"There is no option {unknown}. (Write -- before a value that begins with a hyphen.)");
        }

        return await parsed.InvokeAsync(
            new InvocationConfiguration
            {
                Output = console.Out,
                Error = console.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = TerminationTimeout,
            },
            cancellationToken);
    }

    /// <summary>Runs one verb and turns its result, or what went wrong, into an exit code and at most one message.</summary>
    internal async Task<int> RunAsync(CtlCommand command, ParseResult parsed, CancellationToken cancellationToken)
    {
        var given = parsed.GetValue(_storage) ?? console.Environment(StorageLocation.Variable);
        MailStorage? storage = null;
        if (!StorageLocation.TryParse(given, out var location, out var error)
            || (command.NeedsStorage && (storage = Connect(location, out error)) is null))
        {
            return Misused(parsed, error!);
        }

        try
        {
            var run = new CommandRun(parsed, location, storage, new Answer(console, parsed.GetValue(_json)));
            return await command.RunAsync(run, cancellationToken) switch
            {
                CommandResult.Refusal refusal => Failed(refusal.Reason),
                CommandResult.Misuse misuse => Misused(parsed, misuse.Reason),
                CommandResult.Found => ExitCode.Refused,
                _ => ExitCode.Done,
            };
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
        catch (StorageUnavailableException e)
        {
            return Failed(
                $"The storage does not answer at {location}: {StorageLocation.Reason(e)}. "
                + $"Start it, or say where it is with {StorageLocation.Variable} or --storage.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Failed(e.Message);
        }
        catch (Exception e)
        {
            // A bug. The operator gets its name, not a stack trace; MAILCTL_DEBUG=1 is for whoever mends it.
            var detail = console.Environment("MAILCTL_DEBUG") == "1" ? e.ToString() : $"{e.GetType().Name}: {e.Message}";
            return Failed($"Unexpected failure, please report it: {detail}");
        }
    }

    /// <summary>The parser takes an option that it does not know for an argument; a mistyped option must not become the name of something.</summary>
    private static string? UnknownOption(ParseResult parsed) => parsed.Tokens.Any(token => token.Type == TokenType.DoubleDash)
        ? null
        : parsed.CommandResult.Children
            .OfType<ArgumentResult>()
            .SelectMany(argument => argument.Tokens)
            .Select(token => token.Value)
            .FirstOrDefault(value => value is ['-', _, ..]);

    private MailStorage? Connect(StorageLocation location, out string? error)
    {
        try
        {
            error = null;
            return connect(location);
        }
        catch (FormatException e)
        {
            error = e.Message;
            return null;
        }
    }

    private RootCommand CreateRoot(IReadOnlyList<string> args)
    {
        var root = new RootCommand("The operator's command line of Mail.Cloud.") { _json, _storage };
        foreach (var verb in Verbs.Create(this, args))
        {
            root.Subcommands.Add(verb);
        }

        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
        return root;
    }

    private int Failed(string reason)
    {
        console.Error.WriteLine("mailctl: " + SafeText.Lines(reason));
        return ExitCode.Refused;
    }

    private int Misused(ParseResult parsed, string reason)
    {
        console.Error.WriteLine("mailctl: " + SafeText.Lines(reason));
        console.Error.WriteLine($"Try '{CommandPath.Of(parsed)} --help'.");
        return ExitCode.Usage;
    }
}

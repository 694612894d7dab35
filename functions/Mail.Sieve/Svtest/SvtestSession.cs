namespace Mail.Sieve.Svtest;

/// <summary>What the commands of one test file work on: the message, scripts, settings, pending actions, and where actions lead.</summary>
internal sealed partial class SvtestSession
{
    private readonly SvtestScripts _scripts;
    private readonly TimeProvider _clock;
    private readonly List<SvtestFailure> _failures = [];
    private readonly string _file;
    private string _test = "";
    private int _passed;

    public SvtestSession(ISvtestFiles files, string file, TimeProvider clock)
    {
        _scripts = new SvtestScripts(files, file);
        _file = file;
        _clock = clock;
        Options = Settings.ToOptions(SieveOptions.Default);
    }

    public SvtestSettings Settings { get; } = new();

    /// <summary>In force.</summary>
    public SieveOptions Options { get; private set; }

    /// <summary>Where the test file is, without a slash at the end.</summary>
    public string Folder => _file.LastIndexOf('/') is > 0 and var end ? _file[..end] : ".";

    public SvtestFolders Folders { get; } = new();

    /// <summary>Messages that went out, in their order.</summary>
    public List<SvtestMail> Sent { get; } = [];

    /// <summary>What went wrong when a script was compiled or run, or a result executed; the last time something did.</summary>
    public List<string> Errors { get; } = [];

    public SvtestReport Report => new() { File = _file, Passed = _passed, Failures = _failures };

    public static SvtestSession Of(SieveRun run) => (SvtestSession)run.Host;

    public void BeginTest(SieveRun run, string name)
    {
        _test = name;
        Errors.Clear();
        run.Recover();
    }

    public void EndTest(SieveRun run)
    {
        if (run.Error is { } error)
        {
            _failures.Add(new SvtestFailure(_file, _test, $"line {error.Line}: {error.Message}"));
            run.Recover();
        }
        else
        {
            _passed++;
        }

        _test = "";
    }

    /// <summary>Something between the tests went wrong, so that those behind it never run.</summary>
    public void EndFile(SieveProblem problem) => _failures.Add(new SvtestFailure(_file, "", problem.ToString()));

    public void Reload(SieveRun run)
    {
        Options = Settings.ToOptions(SieveOptions.Default);
        run.Options = Options with { InstructionBudget = run.Options.InstructionBudget };
        run.Environment = new SvtestSpamStatus(Settings, Message(run)).AddTo(SvtestDefaults.WithSettings(run.Environment, Settings));
    }

    public async ValueTask SetAsync(SieveRun run, string what, string value)
    {
        switch (what)
        {
            case "message":
                await SetMessageAsync(run, SieveText.Encode(value));
                run.Environment = new SvtestSpamStatus(Settings, run.Message).AddTo(SvtestDefaults.WithEnvelope(run.Environment, run.Message));
                OriginalRecipient = null;
                break;
            case "envelope.from":
                run.Environment = run.Environment with { EnvelopeFrom = WithoutBrackets(value) };
                break;
            case "envelope.to":
                run.Environment = run.Environment with { EnvelopeTo = WithoutBrackets(value) };
                break;
            case "envelope.orig_to":
                OriginalRecipient = value;
                break;
            default:
                run.Environment = run.Environment with { EnvelopeAuth = value };
                break;
        }
    }

    // One pair; what has more is wrong, and that is what it is for.
    private static string WithoutBrackets(string path) =>
        path.Length > 1 && path[0] == '<' && path[^1] == '>' && !path.AsSpan(1, path.Length - 2).ContainsAny('<', '>') ? path[1..^1] : path;

    /// <param name="folder"><c>null</c> for what was sent.</param>
    /// <returns>False when there is no such message; the one that was there stays.</returns>
    public async ValueTask<bool> TakeMessageAsync(SieveRun run, string? folder, int index)
    {
        var mail = folder is not null ? Folders.Find(folder, index) : index < Sent.Count ? Sent[index] : null;
        if (mail is null)
        {
            return false;
        }

        if (folder is null)
        {
            run.Environment = run.Environment with { EnvelopeFrom = mail.From, EnvelopeTo = mail.To };
        }

        await SetMessageAsync(run, mail.Octets);
        run.Flags = mail.Flags;
        return true;
    }

    private async ValueTask SetMessageAsync(SieveRun run, byte[] octets)
    {
        _octets = octets;
        _message = await SieveMessage.OpenAsync(new MemoryStream(octets), MessageLimits.Default, run.Cancellation);
        run.Message = _message;
        run.Edits = HeaderEdits.None;
        run.Flags = [];
    }
}

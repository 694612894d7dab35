using System.Text;
using Mail.Sieve;

namespace Mail.Fuzz.Targets;

/// <summary>A script of a user. The first octet says whether it is a rule row; what compiles runs on one message.</summary>
internal sealed class SieveTarget : IFuzzTarget
{
    private static readonly byte[] Message = Encoding.UTF8.GetBytes(
        "Received: from x by y; Mon, 23 Nov 2026 16:00:00 +0100\r\nFrom: =?utf-8?q?Gr=C3=BCn?= <gruen+list@example.org>\r\n"
        + "To: a@example.com, Friends: b@example.com, c@example.com;\r\nCc: broken <@\r\nSubject: [list] =?utf-8?b?w7xiZXI=?= =?x?q?=00?=\r\n"
        + "Message-ID: <1@example.org>\r\nList-ID: A list <list.example.org>\r\nX-Long: " + new string('a', 900) + "\r\n\r\nHello,\r\nworld.\r\n");

    private static readonly SieveEnvironment Environment = SieveEnvironment.Empty with
    {
        EnvelopeFrom = "gruen+list@example.org",
        EnvelopeTo = "a+b@example.com",
        Domain = "example.com",
        SpamScore = 0.5,
    };

    private static readonly SieveOptions[] Options =
        [SieveOptions.Default, SieveOptions.Default with { RequireExtensions = false, NotifyMethods = new HashSet<string> { "mailto", "https" } }];

    private readonly HashSet<string> _problems = new(StringComparer.Ordinal);

    public string Name => "sieve";

    /// <summary>It had a problem that none before it had: the compiler went where it had not been.</summary>
    public bool HasNews { get; private set; }

    public void Run(ReadOnlySpan<byte> input)
    {
        HasNews = false;
        if (input.IsEmpty)
        {
            return;
        }

        var options = Options[input[0] & 1];
        var text = SieveText.Decode(input[1..]);
        BrokenPromiseException.Unless(SieveText.Encode(text).AsSpan().SequenceEqual(input[1..]), "no octet is lost");
        var compilation = new SieveCompiler(options).Compile("fuzz", text);
        BrokenPromiseException.Unless(compilation.Succeeded == (compilation.Problems.Count == 0), "there is a script or a problem");
        foreach (var problem in compilation.Problems)
        {
            CheckProblem(problem, text);
        }

        if (compilation.Script is { } script)
        {
            Check(RunScript(script, options), options);
        }
    }

    private void CheckProblem(SieveProblem problem, string text)
    {
        BrokenPromiseException.Unless(problem.Line >= 1 && problem.Line <= text.Count(c => c == '\n') + 1, "a problem is in a line that there is");
        BrokenPromiseException.Unless(problem.Column >= 1 && problem.Column <= text.Length + 1, "a problem is in a column that there is");
        BrokenPromiseException.Unless(problem.Message.Length > 0, "a problem says something");
        if (_problems.Count < 10_000)
        {
            HasNews |= _problems.Add(problem.Message[..Math.Min(24, problem.Message.Length)]);
        }
    }

    private static SieveResult RunScript(SieveScript script, SieveOptions options)
    {
        var message = SieveMessage.OpenAsync(new MemoryStream(Message), MessageLimits.Default, CancellationToken.None).AsTask().GetAwaiter().GetResult();
        return new SieveInterpreter(options, TimeProvider.System)
            .RunAsync([new SieveScope("fuzz", [script])], message, Environment, new SieveHost(script), CancellationToken.None)
            .AsTask().GetAwaiter().GetResult();
    }

    private static void Check(SieveResult result, SieveOptions options)
    {
        BrokenPromiseException.Unless(result.Actions.Count > 0 && result.Actions.Count <= options.MaxActions + 1, "something is done, and not too much");
        BrokenPromiseException.Unless(result.Spent <= options.InstructionBudget, "the budget is kept");
        BrokenPromiseException.Unless(result.Actions.Count(a => a is RedirectAction) <= options.MaxRedirects, "the limit of redirects is kept");
        BrokenPromiseException.Unless(result.Error is null || result.Actions.Any(a => a is StoreAction), "after an error the message is stored");
        BrokenPromiseException.Unless(
            result.Actions.Count == 1 || !result.Actions.Any(a => a is DiscardAction) || !result.Actions.Any(a => a is StoreAction or RedirectAction),
            "what is discarded is not stored");
        BrokenPromiseException.Unless(
            result.Actions.OfType<VacationAction>().All(v => v.Subject?.Any(char.IsControl) != true && v.From?.Any(char.IsControl) != true),
            "nothing gets into the header of a reply");
    }

    /// <summary>Everything is there, and each script includes itself.</summary>
    private sealed class SieveHost(SieveScript script) : ISieveHost
    {
        public ValueTask<bool> MailboxExistsAsync(string mailbox, CancellationToken ct) => new(true);

        public ValueTask<bool> SpecialUseExistsAsync(string? mailbox, string attribute, CancellationToken ct) => new(mailbox is null);

        public ValueTask<SieveScript?> IncludeAsync(IncludeLocation location, string name, CancellationToken ct) => new(script);

        public ValueTask<bool> IsDuplicateAsync(string handle, string id, CancellationToken ct) => new(id.Length % 2 == 0);
    }
}

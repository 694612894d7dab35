using System.Text;

namespace Mail.Sieve.Tests.Engine;

/// <summary>Compiles and runs scripts over messages of a few lines.</summary>
internal static class SieveKit
{
    /// <summary>RFC 5228 §1.2.</summary>
    public const string MessageA = """
        Date: Tue, 1 Apr 1997 09:06:31 -0800 (PST)
        From: coyote@desert.example.org
        To: roadrunner@acme.example.com
        Subject: I have a present for you

        Look, I'm sorry about the whole anvil thing, and I really
        didn't mean to try and drop it on you from the top of the
        cliff.
        """;

    /// <summary>RFC 5228 §1.2.</summary>
    public const string MessageB = """
        From: youcouldberich!@reply-by-postal-mail.invalid
        Sender: b1ff@de.res.example.com
        To: rube@landru.example.com
        Date:  Mon, 31 Mar 1997 18:26:10 -0800
        Subject: $$$ YOU, TOO, CAN BE A MILLIONAIRE! $$$

        YOU MAY HAVE ALREADY WON TEN MILLION DOLLARS, BUT I DOUBT
        IT!  SO JUST POST THIS TO SIX HUNDRED NEWSGROUPS!
        """;

    public static SieveEnvironment Environment { get; } = SieveEnvironment.Empty with
    {
        EnvelopeFrom = "coyote@desert.example.org",
        EnvelopeTo = "roadrunner@acme.example.com",
    };

    public static SieveScript Compile(string text, SieveOptions? options = null, string name = "script")
    {
        var compilation = new SieveCompiler(options ?? SieveOptions.Default).Compile(name, text);
        Assert.Empty(compilation.Problems);
        return compilation.Script!;
    }

    /// <summary>The problems of a script, each as <c>line:column: message</c>.</summary>
    public static IReadOnlyList<string> Problems(string text, SieveOptions? options = null) =>
        [.. new SieveCompiler(options ?? SieveOptions.Default).Compile("script", text).Problems.Select(p => $"{p.Line}:{p.Column}: {p.Message}")];

    public static Task<SieveResult> RunAsync(string script, string message = MessageA, ScriptedHost? host = null, SieveOptions? options = null) =>
        RunAsync([new SieveScope("account", [Compile(script, options)])], message, host, options);

    public static async Task<SieveResult> RunAsync(
        IReadOnlyList<SieveScope> scopes, string message = MessageA, ScriptedHost? host = null, SieveOptions? options = null, SieveEnvironment? environment = null,
        TimeProvider? clock = null)
    {
        var content = new MemoryStream(Encoding.UTF8.GetBytes(message.ReplaceLineEndings("\r\n")));
        var opened = await SieveMessage.OpenAsync(content, MessageLimits.Default, TestContext.Current.CancellationToken);
        var interpreter = new SieveInterpreter(options ?? SieveOptions.Default, clock ?? TimeProvider.System);
        return await interpreter.RunAsync(scopes, opened, environment ?? Environment, host ?? new ScriptedHost(), TestContext.Current.CancellationToken);
    }

    /// <summary>The actions as short words, such as <c>fileinto lists [\Seen]</c>, with commas between.</summary>
    public static async Task<string> ActionsAsync(string script, string message = MessageA, ScriptedHost? host = null)
    {
        var result = await RunAsync(script, message, host);
        Assert.Null(result.Error);
        return Describe(result);
    }

    public static string Describe(SieveResult result) => string.Join(", ", result.Actions.Select(Describe));

    private static string Describe(SieveAction action) => action switch
    {
        KeepAction { IsImplicit: true } keep => "implicit keep" + Flags(keep),
        KeepAction keep => "keep" + Flags(keep),
        FileIntoAction file => $"fileinto {file.Mailbox}" + Flags(file),
        RedirectAction redirect => $"redirect {redirect.Address}",
        DiscardAction => "discard",
        RejectAction reject => (reject.Extended ? "ereject " : "reject ") + reject.Reason.Trim(),
        VacationAction vacation => $"vacation {vacation.Reason.Trim()}",
        NotifyAction notify => $"notify {notify.Method}",
        _ => action.GetType().Name,
    };

    private static string Flags(StoreAction action) => action.Flags.Count == 0 ? "" : $" [{string.Join(' ', action.Flags)}]";
}

using Mail.Core;
using Mail.Sieve;

namespace Mail.Interop.Tests.Sorting;

/// <summary>What our engine does with a message.</summary>
internal static class OurSorting
{
    public const string Inbox = "inbox";
    public const string Nothing = "nothing";

    private static readonly SieveOptions Options = new() { MaxRedirects = 10 };

    /// <param name="isRow">Extensions need no <c>require</c>.</param>
    public static SieveScript Compile(string name, string text, bool isRow)
    {
        var compilation = new SieveCompiler(Options with { RequireExtensions = !isRow }).Compile(name, text);
        Assert.True(compilation.Script is not null, $"{text}\n{string.Join('\n', compilation.Problems)}");
        return compilation.Script;
    }

    public static async Task<SieveResult> RunAsync(IReadOnlyList<SieveScript> scripts, SampleMessage sample, string recipient)
    {
        var token = TestContext.Current.CancellationToken;
        using var content = new MemoryStream(sample.Wire);
        var message = await SieveMessage.OpenAsync(content, MessageLimits.Default, token);
        var environment = new SieveEnvironment { EnvelopeFrom = sample.Sender, EnvelopeTo = recipient, Owner = MailAddress.Parse(recipient) };
        return await new SieveInterpreter(Options, TimeProvider.System).RunAsync([new SieveScope("rules", scripts)], message, environment, new AnswerlessHost(), token);
    }

    /// <summary>Folders and addresses, sorted.</summary>
    public static IReadOnlyList<string> Outcome(SieveResult result)
    {
        Assert.Null(result.Error);
        string[] places = [.. result.Actions.Select(Place).Where(place => place is not null).Cast<string>().Distinct().Order(StringComparer.Ordinal)];
        return places.Length == 0 ? [Nothing] : places;
    }

    /// <summary>Actions with their flags, sorted.</summary>
    public static IReadOnlyList<string> Actions(SieveResult result)
    {
        Assert.Null(result.Error);
        return [.. result.Actions.Select(Describe).Order(StringComparer.Ordinal)];
    }

    /// <summary>In any case and any order they are the same (RFC 9051 §2.3.2).</summary>
    public static string Flags(IEnumerable<string> flags) =>
        string.Concat(flags.Select(flag => flag.ToLowerInvariant()).Order(StringComparer.Ordinal).Select(flag => " +" + flag));

    private static string Describe(SieveAction action) => action switch
    {
        StoreAction store => Place(store) + Flags(store.Flags),
        DiscardAction => Nothing,
        RejectAction => "reject",
        VacationAction => "vacation",
        _ => Place(action)!,
    };

    private static string? Place(SieveAction action) => action switch
    {
        KeepAction => Inbox,
        FileIntoAction file => FolderName.IsInbox(file.Mailbox) ? Inbox : file.Mailbox,
        RedirectAction redirect => "! " + redirect.Address,
        DiscardAction => null,
        _ => action.GetType().Name,
    };
}

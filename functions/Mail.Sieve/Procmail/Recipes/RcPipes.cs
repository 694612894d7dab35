namespace Mail.Sieve.Procmail;

/// <summary>Programs that people pipe their mail to, where an action does the same.</summary>
internal sealed class RcPipes(RcContext context)
{
    private const string NoPrograms = "programs cannot be run here; notify with a webhook can call one elsewhere";

    private static readonly HashSet<string> SpamFilters =
        ["spamc", "spamassassin", "bogofilter", "sb_filter.py", "sb_client.py", "hammiefilter.py", "spamprobe", "dspam", "rspamc", "crm"];

    private readonly RcDeliveries _deliveries = new(context);
    private readonly RcAutoReplies _replies = new(context);

    /// <param name="isCopy">Flag <c>c</c>.</param>
    /// <param name="isFilter">Flag <c>f</c>: the message becomes what the program writes.</param>
    public RcResult Convert(string command, bool isCopy, bool isFilter)
    {
        var line = ShellLine.Parse(command, context.Variables);
        return line.Problem is not null ? RcResult.Failed(line.Problem)
            : line.Single is { } single ? Single(single, isCopy, isFilter)
            : RcAutoReplies.IsReply(line) ? _replies.Reply(line)
            : line.Stages is [[{ Program: "formail" } formail], [var next]] ? EditAndPass(formail, next, isCopy)
            : RcResult.Failed(NoPrograms);
    }

    private RcResult Single(ShellCommand command, bool isCopy, bool isFilter) => command.Program switch
    {
        _ when SpamFilters.Contains(command.Program) => SpamFilter(),
        "formail" when Cache(command, isCopy) is { } cache => cache,
        "formail" when isFilter => RcFormail.Filter([.. command.Arguments]),
        _ when isFilter => RcResult.Failed($"{command.Program} would change the message, and programs cannot be run here"),
        "vacation" => _replies.Vacation(),
        "sendmail" or "forward" => _deliveries.ForwardTo([.. command.Arguments], isCopy),
        "deliver" or "dovecot-lda" or "cyrdeliver" => Deliver([.. command.Arguments], isCopy),
        "rcvstore" => Rcvstore([.. command.Arguments], isCopy),
        "cat" when command is { Output: { } file, Words.Count: 1 } => RcDeliveries.ToFolders([context.Folder(file)], isCopy),
        _ => RcResult.Failed(NoPrograms),
    };

    /// <summary>Fields are edited, and what comes of it goes to the next program only.</summary>
    private RcResult EditAndPass(ShellCommand formail, ShellCommand next, bool isCopy)
    {
        var edit = RcFormail.Filter([.. formail.Arguments]);
        var pass = Single(next, isCopy, isFilter: false);
        return edit.Problem is not null ? edit
            : pass.Problem is not null ? pass
            : pass with
            {
                Commands = [.. edit.Commands, .. pass.Commands],
                Remark = isCopy && edit.Commands.Count > 0 ? "the message that goes on has the changed header, too" : edit.Remark ?? pass.Remark,
            };
    }

    private RcResult SpamFilter()
    {
        context.HasSpamFilter = true;
        return new RcResult { IsNotNeeded = true, Remark = "every message has passed our own spam filter before it is sorted" };
    }

    /// <summary>formail -D: succeeds when the message, or with -r its sender, is in the cache.</summary>
    private static RcResult? Cache(ShellCommand command, bool isCopy)
    {
        var option = command.Arguments.FirstOrDefault(word => word.StartsWith('-') && word.EndsWith('D'));
        return option is null ? null
            : option.Contains('r', StringComparison.Ordinal) ? new RcResult { IsSenderCache = true, Remark = "the answer remembers by itself whom it went to" }
            : new RcResult
            {
                Test = SieveTest.Of("duplicate"),
                Commands = isCopy ? [] : [SieveCommands.Discard, SieveCommand.Stop],
                IsDelivery = true,
                Hint = "duplicates",
                Remark = "message ids are remembered for some days, not in a file of some size",
            };
    }

    /// <summary>dovecot-lda(1), cyrus deliver(8): -m names the folder.</summary>
    private RcResult Deliver(List<string> words, bool isCopy)
    {
        var at = words.IndexOf("-m");
        if (at < 0 || at + 1 >= words.Count)
        {
            return RcDeliveries.ToFolders([new FolderPath()], isCopy);
        }

        // Below INBOX, or separated by dots, as the server's namespace had it.
        var name = words[at + 1].Replace('.', '/');
        name = name.StartsWith("INBOX/", StringComparison.OrdinalIgnoreCase) ? name["INBOX/".Length..] : name;
        return RcDeliveries.ToFolders([FolderPath.Of(name, "/", "/", context.Options.Home, [])], isCopy);
    }

    /// <summary>rcvstore(1) of MH: +folder.</summary>
    private RcResult Rcvstore(List<string> words, bool isCopy) =>
        words.Find(word => word is ['+', _, ..]) is { } folder
            ? RcDeliveries.ToFolders([FolderPath.Of(folder[1..], "/", "/", context.Options.Home, [])], isCopy)
            : RcResult.Failed("it names no folder");
}

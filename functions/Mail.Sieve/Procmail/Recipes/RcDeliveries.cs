namespace Mail.Sieve.Procmail;

/// <summary>Folders and forwarding, with or without a copy that goes on.</summary>
internal sealed class RcDeliveries(RcContext context)
{
    // Nobody lists more on one line.
    private const int MostTargets = 20;

    /// <param name="isCopy">Flag <c>c</c>: the message goes on.</param>
    public RcResult Folders(string names, bool isCopy)
    {
        var (paths, problem) = context.Variables.Words(names);
        if (paths.Count is 0 or > MostTargets)
        {
            return RcResult.Failed(problem ?? "it names no folder");
        }

        var folders = paths.Select(context.Folder).ToList();
        return folders.Find(folder => folder.Problem is not null) is { } bad
            ? RcResult.Failed(bad.Problem!)
            : ToFolders(folders, isCopy);
    }

    public static RcResult ToFolders(IReadOnlyList<FolderPath> folders, bool isCopy)
    {
        var commands = new List<SieveCommand>();
        foreach (var folder in folders)
        {
            if (folder.IsNothing)
            {
                commands.AddRange(isCopy ? [] : [SieveCommands.Discard]);
            }
            else
            {
                commands.Add(folder.Folder is { } name ? SieveCommands.FileInto(name, isCopy) : SieveCommands.Keep);
            }
        }

        return new RcResult
        {
            Commands = isCopy ? commands : [.. commands, SieveCommand.Stop],
            IsDelivery = true,
            IsDiscard = folders.Any(folder => folder.IsNothing),
            Hint = folders[0].IsNothing ? "discard" : folders[0].Folder ?? "inbox",
            Remark = folders.FirstOrDefault(folder => folder.Remark is not null)?.Remark,
        };
    }

    /// <summary>Addresses, and the options of sendmail(8) in front of them.</summary>
    public RcResult Forward(string words, bool isCopy)
    {
        var (expanded, problem) = context.Variables.Words(words);
        return problem is not null ? RcResult.Failed(problem) : ForwardTo(expanded, isCopy);
    }

    public RcResult ForwardTo(IReadOnlyList<string> words, bool isCopy)
    {
        // An expanded variable may hold several.
        var addresses = WithoutOptions([.. words.SelectMany(word => word.Split([' ', ',', '\t'], StringSplitOptions.RemoveEmptyEntries))]);
        if (addresses is null or { Count: 0 or > MostTargets })
        {
            return RcResult.Failed("it names no address to forward to");
        }

        var full = addresses.ConvertAll(Qualify);
        return full.Find(address => !SieveCommands.IsAddress(address)) is { } bad
            ? RcResult.Failed(bad.Contains('@', StringComparison.Ordinal) ? $"{bad} is no address" : $"{bad} is a local name: say the domain")
            : new RcResult
            {
                Commands = [.. full.Select(address => SieveCommands.Redirect(address, isCopy)), .. isCopy ? [] : new[] { SieveCommand.Stop }],
                IsDelivery = true,
                Hint = "forward-" + full[0],
            };
    }

    private string Qualify(string address) =>
        address.Contains('@', StringComparison.Ordinal) || ImportText.HasVariable(address) || context.Options.Domain is not { } domain ? address : $"{address}@{domain}";

    /// <summary>sendmail(8): -f, -F, -r and -N have a word of their own behind them, the rest has not. -t takes the addresses from the message: <c>null</c>.</summary>
    private static List<string>? WithoutOptions(string[] words)
    {
        var addresses = new List<string>();
        for (var i = 0; i < words.Length; i++)
        {
            if (words[i] == "-t")
            {
                return null;
            }

            if (words[i] is "-f" or "-F" or "-r" or "-N")
            {
                i++;
            }
            else if (!words[i].StartsWith('-'))
            {
                addresses.Add(words[i].Trim('<', '>'));
            }
        }

        return addresses;
    }
}

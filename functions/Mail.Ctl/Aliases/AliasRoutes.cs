using Mail.Core;

namespace Mail.Ctl;

/// <summary>Asks the router, the one that will route the mail, where an alias leads.</summary>
internal sealed class AliasRoutes(IDirectory directory)
{
    private readonly Router _router = new(directory);

    /// <summary>What is wrong with an alias that is in the directory, in words: loops, unknown targets, too many of them.</summary>
    public async Task<IReadOnlyList<string>> ProblemsAsync(AliasEntry alias, CancellationToken cancellationToken)
    {
        var loops = alias.LocalPart == AliasEntry.CatchAll ? [] : await LoopsAsync(alias, cancellationToken);
        var problems = new List<string>(loops);
        foreach (var target in alias.Targets)
        {
            problems.AddRange(await _router.ResolveAsync(target, cancellationToken) switch
            {
                RouteResult.Unknown unknown => [$"{alias.Name} leads to {target}, but {unknown.Reason}"],
                // Of a loop with no way out the router says so too, in more words.
                RouteResult.Misconfigured wrong when loops.Count == 0 => [$"{alias.Name} leads to {target}, but {wrong.Reason}"],
                RouteResult.Found found => found.Problems.Select(problem => $"{alias.Name} leads to {target}, but {problem}"),
                _ => [],
            });
        }

        return problems;
    }

    /// <summary>Whether the alias comes back to itself: harmless when it leads elsewhere too, but never meant.</summary>
    private async Task<IReadOnlyList<string>> LoopsAsync(AliasEntry alias, CancellationToken cancellationToken)
    {
        var self = MailAddress.Parse(alias.Name);
        var seen = new HashSet<MailAddress>();
        var next = new Queue<MailAddress>(alias.Targets);
        while (next.TryDequeue(out var address) && seen.Count <= Router.MaxDestinations)
        {
            if (address.Equals(self))
            {
                return [$"{alias.Name} leads back to itself"];
            }

            if (seen.Add(address)
                && await directory.FindAccountAsync(address.Domain, address.LocalPart, cancellationToken) is null
                && await directory.FindAliasAsync(address.Domain, address.LocalPart, cancellationToken) is { Enabled: true } further)
            {
                further.Targets.ToList().ForEach(next.Enqueue);
            }
        }

        return [];
    }
}

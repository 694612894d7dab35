using Mail.Core;

namespace Mail.Ctl;

/// <summary>Brings a plan into our tables. Run twice, the second time changes nothing; interrupted, it is run again.</summary>
/// <param name="secrets">Seals passwords; <c>null</c> for a dry run, and where there are none.</param>
internal sealed class MigrationRun(MailStorage storage, IRemoteSecrets? secrets, TimeProvider time, bool isDry, bool mayReplace, bool addsDomains)
{
    /// <summary>Rows written at once: a map has tens of thousands, and each is a request.</summary>
    private const int AtOnce = 8;

    /// <returns>The items with their outcomes, in the order of the plan.</returns>
    public async Task<IReadOnlyList<MigrationItem>> ApplyAsync(IReadOnlyList<MigrationItem> plan, CancellationToken cancellationToken)
    {
        var state = await MigrationState.LoadAsync(storage, secrets, time, cancellationToken);
        foreach (var target in plan.Select(item => item.Target).Where(target => target is AliasTarget or AccountTarget).OfType<MigrationTarget>())
        {
            target.Expect(state);
        }

        MigrationItem[] items = [.. addsDomains ? MissingDomains(plan, state) : [], .. plan];
        // What others need goes first, one after the other; the rest does not depend on each other.
        var ranks = Enumerable.Range(0, items.Length).Where(i => items[i].Target is not null).GroupBy(i => items[i].Target!.Rank).OrderBy(group => group.Key);
        foreach (var rank in ranks)
        {
            await Parallel.ForEachAsync(
                rank,
                new ParallelOptions { MaxDegreeOfParallelism = isDry ? 1 : AtOnce, CancellationToken = cancellationToken },
                async (i, _) => items[i] = await ApplyAsync(items[i], items[i].Target!, state, CancellationToken.None));
        }

        return items;
    }

    private async ValueTask<MigrationItem> ApplyAsync(MigrationItem item, MigrationTarget target, MigrationState state, CancellationToken cancellationToken)
    {
        var finding = target.Compare(state);
        var writes = finding.Outcome == MigrationOutcome.Made || (finding.Outcome == MigrationOutcome.Different && mayReplace);
        if (writes && !isDry)
        {
            await target.WriteAsync(storage, state, cancellationToken);
        }
        else if (writes)
        {
            target.Expect(state);
        }

        var replaced = writes && finding.Outcome == MigrationOutcome.Different;
        return item with
        {
            Outcome = writes ? MigrationOutcome.Made : finding.Outcome,
            Remark = Join(item.Remark, replaced ? "replaces what was there" : finding.Remark),
        };
    }

    private static string? Join(string? first, string? second) => first is null || second is null ? first ?? second : $"{first}; {second}";

    /// <summary>Domains of addresses that we do not have yet: Postfix needs no list of them, the addresses are enough.</summary>
    private static IEnumerable<MigrationItem> MissingDomains(IReadOnlyList<MigrationItem> plan, MigrationState state)
    {
        var own = plan.Select(item => item.Target).OfType<DomainTarget>().Select(target => target.Domain.Name).ToHashSet();
        return plan
            .Where(item => DomainOf(item.Target) is { } domain && !own.Contains(domain) && !state.Domains.ContainsKey(domain))
            .DistinctBy(item => DomainOf(item.Target))
            .Select(item => item with
            {
                Target = new DomainTarget(new DomainEntry { Name = DomainOf(item.Target)!, Kind = DomainKind.Mailbox }),
                Remark = null,
            });
    }

    private static string? DomainOf(MigrationTarget? target) => target switch
    {
        AliasTarget alias => alias.Alias.Domain,
        AccountTarget account => account.Address.Domain,
        _ => null,
    };
}

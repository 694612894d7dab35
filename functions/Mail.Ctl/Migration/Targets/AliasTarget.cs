using Mail.Core;

namespace Mail.Ctl;

internal sealed record AliasTarget(AliasEntry Alias) : MigrationTarget
{
    private const int ShownTargets = 3;

    public override string What => Describe(Alias);

    public override MigrationFinding Compare(MigrationState state)
    {
        if (!state.Domains.TryGetValue(Alias.Domain, out var domain))
        {
            return MigrationFinding.NotConverted($"{Alias.Domain} is no domain here: mailctl domain add {Alias.Domain}, or --add-domains");
        }

        if (domain.Kind == DomainKind.Alias)
        {
            return MigrationFinding.NotConverted($"{Alias.Domain} is an alias domain and has no addresses of its own; it belongs to {domain.AliasOf}");
        }

        if (state.Accounts.TryGetValue(Alias.Name, out var account))
        {
            return OfAccount(account);
        }

        // The router ends such a circle by leaving the address out: his own copy would be lost.
        if (Alias.Targets.Any(target => MigrationState.Key(target) == Alias.Name))
        {
            return MigrationFinding.NotConverted($"it leads to itself, and there is no account {Alias.Name}: mailctl account add {Alias.Name}, and then this again");
        }

        return !state.Aliases.TryGetValue(Alias.Name, out var there) ? MigrationFinding.Free with { Remark = Lost(state) }
            : there.Targets.ToHashSet().SetEquals(Alias.Targets) ? MigrationFinding.Same with { Remark = Lost(state) }
            : MigrationFinding.Different(Describe(there));
    }

    public override void Expect(MigrationState state) => state.Expected.Add(Alias.Name);

    public override async ValueTask WriteAsync(MailStorage storage, MigrationState state, CancellationToken cancellationToken)
    {
        var alias = state.Aliases.TryGetValue(Alias.Name, out var there) ? there with { Targets = Alias.Targets } : Alias;
        if (!await storage.Editor.AddAliasAsync(alias, cancellationToken))
        {
            await storage.Editor.UpdateAliasAsync(alias, cancellationToken);
        }

        state.Aliases[Alias.Name] = alias;
    }

    /// <summary>The router lets an account go before an alias of its name; Postfix does it the other way round.</summary>
    private MigrationFinding OfAccount(AccountEntry account)
    {
        var others = Alias.Targets.Where(target => MigrationState.Key(target) != MigrationState.Key(account.Address)).ToList();
        if (others.Count == 0)
        {
            return new MigrationFinding(MigrationOutcome.NotNeeded, $"{account.Address} is an account");
        }

        var keeps = others.Count < Alias.Targets.Count;
        var actions = string.Concat(others.Select((other, i) => $"redirect{(keeps || i > 0 ? " :copy" : "")} \"{other}\"; "));
        return MigrationFinding.NotConverted(
            $"{account.Address} is an account, which goes before an alias; as a rule: mailctl rule add {account.Address} forward --actions '{actions.TrimEnd()}'");
    }

    /// <summary>Whom of its targets nobody knows here; they may still come.</summary>
    private string? Lost(MigrationState state)
    {
        var lost = Alias.Targets.Where(target => !state.IsKnown(target)).Take(ShownTargets).ToList();
        return lost.Count == 0 ? null : $"{string.Join(", ", lost)}: nobody here yet";
    }

    private static string Describe(AliasEntry alias) =>
        $"alias {alias.Name} → {string.Join(", ", alias.Targets.Take(ShownTargets))}"
        + (alias.Targets.Count > ShownTargets ? $" and {alias.Targets.Count - ShownTargets} more" : "");
}

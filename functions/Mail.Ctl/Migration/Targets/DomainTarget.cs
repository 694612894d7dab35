using Mail.Core;

namespace Mail.Ctl;

internal sealed record DomainTarget(DomainEntry Domain) : MigrationTarget
{
    public override int Rank => Domain.Kind == DomainKind.Alias ? 1 : 0;

    public override string What => Describe(Domain);

    public override MigrationFinding Compare(MigrationState state)
    {
        if (Domain.AliasOf == Domain.Name)
        {
            return new MigrationFinding(MigrationOutcome.NotNeeded, "stands for itself");
        }

        if (Domain.AliasOf is { } other && (!state.Domains.TryGetValue(other, out var real) || real.Kind == DomainKind.Alias))
        {
            return MigrationFinding.NotConverted($"{other} is no domain here that can have an alias domain");
        }

        if (!state.Domains.TryGetValue(Domain.Name, out var there))
        {
            return Domain.Kind == DomainKind.Alias && state.Expected.FirstOrDefault(name => name.EndsWith("@" + Domain.Name, StringComparison.Ordinal)) is { } own
                ? MigrationFinding.NotConverted($"an alias domain has no addresses of its own, and {own} is one")
                : MigrationFinding.Free;
        }

        return (there.Kind, there.AliasOf, there.DetailSeparator) == (Domain.Kind, Domain.AliasOf, Domain.DetailSeparator)
            ? MigrationFinding.Same
            : MigrationFinding.Different(Describe(there));
    }

    public override void Expect(MigrationState state) => state.Domains.TryAdd(Domain.Name, Domain);

    public override async ValueTask WriteAsync(MailStorage storage, MigrationState state, CancellationToken cancellationToken)
    {
        if (!await storage.Editor.AddDomainAsync(Domain, cancellationToken))
        {
            // What the operator has noted about it stays.
            var there = state.Domains.GetValueOrDefault(Domain.Name) ?? Domain;
            await storage.Editor.UpdateDomainAsync(
                there with { Kind = Domain.Kind, AliasOf = Domain.AliasOf, DetailSeparator = Domain.DetailSeparator }, cancellationToken);
        }

        state.Domains[Domain.Name] = Domain;
    }

    private static string Describe(DomainEntry domain)
    {
        var name = DomainView.Both(domain.Name);
        return domain.Kind switch
        {
            DomainKind.Alias => $"domain {name}, an alias of {domain.AliasOf}",
            DomainKind.Relay => $"domain {name}, passed on to another server",
            _ => $"domain {name}, {(domain.DetailSeparator is { } separator ? $"with '{separator}' before a detail" : "without details of addresses")}",
        };
    }
}

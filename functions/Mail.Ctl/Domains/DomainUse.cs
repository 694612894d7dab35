using Mail.Core;

namespace Mail.Ctl;

/// <summary>What would be left without its domain.</summary>
internal sealed record DomainUse(int Accounts, int Aliases, IReadOnlyList<string> AliasDomains)
{
    public bool IsUsed => Accounts + Aliases + AliasDomains.Count > 0;

    public static async ValueTask<DomainUse> CountAsync(IDirectoryEditor editor, string domain, CancellationToken cancellationToken) => new(
        await editor.ListAccountsAsync(domain, cancellationToken).CountAsync(cancellationToken),
        await editor.ListAliasesAsync(domain, cancellationToken).CountAsync(cancellationToken),
        await editor.ListDomainsAsync(cancellationToken)
            .Where(other => other.AliasOf == domain)
            .Select(other => other.Name)
            .ToListAsync(cancellationToken));

    public override string ToString()
    {
        var parts = new List<string>();
        if (Accounts > 0)
        {
            parts.Add($"{Accounts} account{(Accounts == 1 ? "" : "s")}");
        }

        if (Aliases > 0)
        {
            parts.Add($"{Aliases} alias{(Aliases == 1 ? "" : "es")}");
        }

        if (AliasDomains.Count > 0)
        {
            parts.Add("alias domain " + string.Join(", ", AliasDomains));
        }

        return string.Join(" and ", parts);
    }
}

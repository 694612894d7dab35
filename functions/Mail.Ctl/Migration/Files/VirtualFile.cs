using Mail.Core;

namespace Mail.Ctl;

/// <summary>virtual(5), what virtual_alias_maps names: <c>pattern address, address</c>.</summary>
/// <param name="domain">Postfix's myorigin, for names without a domain; <c>null</c>: such a name is not converted.</param>
internal sealed class VirtualFile(string? domain)
{
    /// <summary>The other side of a virtual alias domain does not matter; these words stand there in the manuals and guides.</summary>
    private static readonly HashSet<string> Anything = new(StringComparer.OrdinalIgnoreCase)
    {
        "anything", "whatever", "ok", "x", "-", "dummy", "virtual", "domain", "ignored", "placeholder",
    };

    public MigrationPlan Read(string file, string text)
    {
        var plan = new MigrationPlan(file);
        var entries = plan.Entries(text);
        var domains = entries.Select(entry => entry.Key).Where(key => key.Contains('@', StringComparison.Ordinal))
            .Select(key => key[(key.LastIndexOf('@') + 1)..]).ToHashSet();
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            if (entry.Value.Length == 0)
            {
                plan.NotConverted(entry.Line, entry.Text, "expected 'pattern address, address'");
            }
            else if (!seen.TryAdd(entry.Key, entry.Line))
            {
                // postmap warns of the second and keeps the first.
                plan.NotConverted(entry.Line, entry.Text, $"line {seen[entry.Key]} has the same pattern, and goes before it");
            }
            else if (!entry.Key.Contains('@', StringComparison.Ordinal) && (domains.Contains(entry.Key) || Anything.Contains(entry.Value)))
            {
                AddDomain(plan, entry, new DomainEntry { Name = entry.Key, Kind = DomainKind.Mailbox });
            }
            else
            {
                Convert(plan, entry);
            }
        }

        return plan;
    }

    private static void AddDomain(MigrationPlan plan, MapEntry entry, DomainEntry added)
    {
        if (MailAddressParser.TryParseDomain(added.Name, out var name, out var problem) && name[0] != '[')
        {
            plan.Make(entry.Line, entry.Text, new DomainTarget(added with { Name = name }));
        }
        else
        {
            plan.NotConverted(entry.Line, entry.Text, problem ?? "an address literal is no domain");
        }
    }

    private void Convert(MigrationPlan plan, MapEntry entry)
    {
        var values = entry.Value.Split([',', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (values is [['@', .. var other]] && entry.Key.StartsWith('@') && MailAddressParser.TryParseDomain(other, out var real, out _))
        {
            // "When the result has the form @otherdomain, the result becomes the same user in otherdomain."
            AddDomain(plan, entry, new DomainEntry { Name = entry.Key[1..], Kind = DomainKind.Alias, AliasOf = real });
            return;
        }

        var key = entry.Key.Contains('@', StringComparison.Ordinal) ? entry.Key : domain is null ? null : $"{entry.Key}@{domain}";
        if (key is null || !AliasName.TryParse(key, out var name, out var problem))
        {
            plan.NotConverted(entry.Line, entry.Text, key is null ? "a name without a domain: give --domain" : $"'{key}' is not an address");
            return;
        }

        var targets = new AliasTargets(domain, _ => null);
        targets.Add(values);
        if (targets.Addresses.Count == 0)
        {
            plan.NotConverted(entry.Line, entry.Text, string.Join("; ", targets.Problems));
            return;
        }

        var alias = new AliasEntry { Domain = name.Domain, LocalPart = name.LocalPart, Targets = targets.Addresses };
        plan.Make(entry.Line, entry.Text, new AliasTarget(alias), targets.Problems.Count > 0 ? "without " + string.Join("; ", targets.Problems) : null);
    }
}

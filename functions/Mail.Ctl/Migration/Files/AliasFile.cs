using Mail.Core;

namespace Mail.Ctl;

/// <summary>aliases(5), what postalias and newaliases read: <c>name: value, value</c>.</summary>
/// <param name="domain">Of the names, which have none.</param>
/// <param name="include">Reads an included file; gives <c>null</c> for one that is not there.</param>
internal sealed class AliasFile(string domain, Func<string, string?> include)
{
    private const string Owner = "owner-";

    public MigrationPlan Read(string file, string text)
    {
        var plan = new MigrationPlan(file);
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        var lines = LogicalLine.Read(text).ToList();
        foreach (var line in lines)
        {
            if (ForeignLine.Reason(line.Text, out var source) is { } foreign)
            {
                plan.NotConverted(line.Number, source, foreign);
            }
            else if (!TrySplit(line.Text, out var name, out var value) || !TryName(name, out var address))
            {
                plan.NotConverted(line.Number, line.Text, "expected 'name: value, value'");
            }
            else if (!seen.TryAdd(MigrationState.Key(address!), line.Number))
            {
                // postalias warns of the second and keeps the first.
                plan.NotConverted(line.Number, line.Text, $"line {seen[MigrationState.Key(address!)]} has the same name, and goes before it");
            }
            else
            {
                Convert(plan, line, address!, value);
            }
        }

        return plan;
    }

    private void Convert(MigrationPlan plan, LogicalLine line, MailAddress address, string value)
    {
        var targets = new AliasTargets(domain, include);
        targets.Add(AliasValue.Split(value));
        var reason = string.Join("; ", targets.Problems);
        if (targets.Addresses.Count == 0)
        {
            plan.NotConverted(line.Number, line.Text, reason.Length > 0 ? reason : "it has no value");
            return;
        }

        // What is left of a partly converted alias, and the sender that an owner- alias gives to a list's mail: RFC 5321 §3.9.2.
        var remark = reason.Length > 0 ? "without " + reason
            : address.LocalPart.StartsWith(Owner, StringComparison.OrdinalIgnoreCase) ? "mail to the list keeps its sender: bounces do not come here by themselves"
            : null;
        plan.Make(
            line.Number,
            line.Text,
            new AliasTarget(new AliasEntry { Domain = address.Domain, LocalPart = address.LocalPart.ToLowerInvariant(), Targets = targets.Addresses }),
            remark);
    }

    /// <summary>At the first colon that is not within quotes.</summary>
    private static bool TrySplit(string line, out string name, out string value)
    {
        var end = 0;
        for (var isQuoted = false; end < line.Length && (isQuoted || line[end] != ':'); end++)
        {
            isQuoted ^= line[end] == '"';
            end += line[end] == '\\' ? 1 : 0;
        }

        (name, value) = end < line.Length ? (line[..end].Trim(), line[(end + 1)..]) : ("", "");
        return end < line.Length;
    }

    private bool TryName(string name, out MailAddress? address)
    {
        var plain = AliasValue.Split(name) is [var only] ? only : "";
        return plain.Contains('@', StringComparison.Ordinal)
            ? MailAddressParser.TryParse(plain, out address, out _)
            : MailAddressParser.TryParse($"{plain}@{domain}", out address, out _) || MailAddressParser.TryParse($"\"{plain}\"@{domain}", out address, out _);
    }
}

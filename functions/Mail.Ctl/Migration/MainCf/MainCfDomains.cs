using Mail.Core;

namespace Mail.Ctl;

/// <summary>Which domains a Postfix machine answers for, by their classes (ADDRESS_CLASS_README).</summary>
internal sealed class MainCfDomains(MainCf config, MigrationPlan plan)
{
    private readonly char? _separator = config.Value("recipient_delimiter") is { Length: > 0 } text ? text[0] : null;

    public void Local(MainCfParameter parameter)
    {
        var names = Names(parameter, "localhost", "localhost.localdomain", "localhost." + config.Value("mydomain"));
        // All of them share the users: one has them, the others stand for it.
        var host = config.Value("myhostname");
        var origin = config.IsGiven("myorigin") ? config.Value("myorigin") : null;
        var main = new[] { origin, config.Value("mydomain") }.FirstOrDefault(name => name is not null && names.Contains(name))
            ?? names.FirstOrDefault(name => name != host) ?? names.FirstOrDefault();
        foreach (var name in names)
        {
            Add(parameter, name, name == main ? DomainKind.Mailbox : DomainKind.Alias, name == main ? null : main);
        }
    }

    public void Each(MainCfParameter parameter, DomainKind kind)
    {
        foreach (var name in Names(parameter))
        {
            Add(parameter, name, kind, aliasOf: null);
        }
    }

    private void Add(MainCfParameter parameter, string name, DomainKind kind, string? aliasOf)
    {
        if (!MailAddressParser.TryParseDomain(name, out var domain, out var problem) || domain[0] == '[')
        {
            plan.NotConverted(parameter.Line, $"{parameter.Name} = {name}", problem ?? "an address literal is no domain");
            return;
        }

        var entry = new DomainEntry { Name = domain, Kind = kind, AliasOf = aliasOf, DetailSeparator = _separator };
        plan.Make(parameter.Line, $"{parameter.Name} = {name}", new DomainTarget(entry));
    }

    /// <summary>The domains in a list; what of it names a table is told.</summary>
    private List<string> Names(MainCfParameter parameter, params string[] without)
    {
        var names = new List<string>();
        foreach (var word in config.Words(parameter.Name).Distinct())
        {
            if (word.Contains(':', StringComparison.Ordinal) || word.StartsWith('/'))
            {
                plan.NotConverted(
                    parameter.Line, $"{parameter.Name} = {word}", "a table is not followed: for each domain in it, mailctl domain add, or mailctl migrate virtual with its text");
            }
            else if (!without.Contains(word) && word != "$mydestination")
            {
                names.Add(word.ToLowerInvariant());
            }
        }

        return names;
    }
}

using Mail.Core;

namespace Mail.Ctl;

/// <summary>What the values of one alias come to: the addresses, and what of them has no counterpart.</summary>
/// <param name="domain">Of names without one; <c>null</c>: there is none, and such a name is a problem.</param>
/// <param name="include">Reads an included file; gives <c>null</c> for one that is not there.</param>
internal sealed class AliasTargets(string? domain, Func<string, string?> include)
{
    /// <summary>Files that include each other. Postfix: aliases may nest as deep as there is memory.</summary>
    private const int MaxDepth = 8;

    private const string Include = ":include:";

    private readonly List<MailAddress> _addresses = [];
    private readonly HashSet<MailAddress> _seen = [];
    private readonly HashSet<string> _files = new(StringComparer.Ordinal);

    public IReadOnlyList<MailAddress> Addresses => _addresses;

    /// <summary>Why values were left out, each in words.</summary>
    public List<string> Problems { get; } = [];

    public void Add(IEnumerable<string> values) => Add(values, depth: 0);

    private void Add(IEnumerable<string> values, int depth)
    {
        foreach (var value in values)
        {
            if (_addresses.Count >= Router.MaxDestinations)
            {
                Note($"more than {Router.MaxDestinations} targets: the rest is left out; a list of that size wants list software");
                return;
            }

            Add(value, depth);
        }
    }

    private void Add(string value, int depth)
    {
        if (value.StartsWith(Include, StringComparison.OrdinalIgnoreCase))
        {
            AddFile(value[Include.Length..].Trim(), depth);
        }
        else if (Unsupported(value) is { } reason)
        {
            Note(reason);
        }
        else if (TryRead(value, out var address, out var problem))
        {
            if (_seen.Add(address!))
            {
                _addresses.Add(address!);
            }
        }
        else
        {
            Note($"'{value}': {problem}");
        }
    }

    private void AddFile(string file, int depth)
    {
        // What a file has it has given: a few that name each other several times would be read a billion times.
        if (depth < MaxDepth && !_files.Add(file))
        {
            return;
        }

        if (depth >= MaxDepth || include(file) is not { } text)
        {
            Note($":include:{file} {(depth >= MaxDepth ? "nests too deeply" : "cannot be read here: give --root, under which the other machine's files are")}");
            return;
        }

        foreach (var line in text.AsMemory().Lines())
        {
            if (line.Span.TrimStart() is { IsEmpty: false } rest && rest[0] != '#')
            {
                Add(AliasValue.Split(line.ToString()), depth + 1);
            }
        }
    }

    /// <summary>Programs and files have no place without a machine; Exim's words in colons are for its redirect router.</summary>
    private static string? Unsupported(string value) => value switch
    {
        "/dev/null" => "/dev/null: to drop mail, make an account with the rule 'discard;'",
        ['/', ..] => $"{value}: mail is not appended to files here; make an account, or a rule with fileinto",
        ['|', ..] => $"{value}: programs are not run here; see docs/rules for what rules can do, webhooks among it",
        [':', ..] => $"{value}: has no counterpart",
        _ => null,
    };

    private bool TryRead(string value, out MailAddress? address, out string? problem)
    {
        // RFC 5322 §3.4: a name before the address, unless a comma is missing; a backslash in local(8) means the mailbox itself, past all aliases.
        var text = value.EndsWith('>') && value.LastIndexOf('<') is >= 0 and var open && !value.AsSpan(0, open).Contains('@')
            ? value[(open + 1)..^1]
            : value.TrimStart('\\');
        if (!text.Contains('@', StringComparison.Ordinal))
        {
            if (domain is null)
            {
                (address, problem) = (null, "a name without a domain: give --domain");
                return false;
            }

            text += "@" + domain;
        }

        return MailAddressParser.TryParse(text, out address, out problem);
    }

    private void Note(string problem)
    {
        // One for each would be as long as a hostile file.
        if (Problems.Count < 20)
        {
            Problems.Add(problem);
        }
    }
}

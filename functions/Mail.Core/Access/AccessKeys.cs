namespace Mail.Core;

/// <summary>The patterns that would match something, the most specific first: what a table of rules is asked for, one after the other.</summary>
internal static class AccessKeys
{
    // As in the default of a domain's DetailSeparator; senders use it too.
    private const char Separator = '+';

    /// <summary><c>mail.example.com</c>, <c>.example.com</c>, <c>example.com</c>, <c>.com</c>, <c>com</c>.</summary>
    public static IEnumerable<string> OfName(string name)
    {
        name = name.ToLowerInvariant();
        yield return name;
        if (name.StartsWith('['))
        {
            yield break;
        }

        for (var dot = name.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = name.IndexOf('.', dot + 1))
        {
            yield return name[dot..];
            yield return name[(dot + 1)..];
        }
    }

    /// <summary>The address, the address without its detail, <c>@domain</c>, the names of the domain, and <c>user@</c>.</summary>
    /// <param name="address"><c>null</c> for the null reverse-path, which only <c>&lt;&gt;</c> matches.</param>
    public static IEnumerable<string> OfAddress(MailAddress? address)
    {
        if (address is null)
        {
            yield return AccessPatternParser.NullSender;
            yield break;
        }

        var bare = address.LocalPart.IndexOf(Separator, StringComparison.Ordinal) is > 0 and var at
            ? address.WithLocalPart(address.LocalPart[..at])
            : address;
        yield return AccessPatternParser.Canonical(address);
        yield return AccessPatternParser.Canonical(bare);
        yield return "@" + address.Domain;
        foreach (var name in OfName(address.Domain))
        {
            yield return name;
        }

        yield return AccessPatternParser.Canonical(bare)[..^address.Domain.Length];
    }
}

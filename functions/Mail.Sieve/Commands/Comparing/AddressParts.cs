namespace Mail.Sieve;

/// <summary>The tag ADDRESS-PART, and what it takes from an address.</summary>
internal static class AddressParts
{
    private const string Group = "address part";

    public static IReadOnlyList<TagDefinition> Definitions { get; } =
    [
        new("all", Group: Group),
        new("localpart", Group: Group),
        new("domain", Group: Group),
        new("user", Capability: Capability.Subaddress, Group: Group),
        new("detail", Capability: Capability.Subaddress, Group: Group),
    ];

    public static AddressPart From(BoundArguments arguments) => arguments.GroupTag(Definitions) switch
    {
        "localpart" => AddressPart.LocalPart,
        "domain" => AddressPart.Domain,
        "user" => AddressPart.User,
        "detail" => AddressPart.Detail,
        _ => AddressPart.All,
    };

    /// <param name="address"><c>local-part@domain</c>; anything else is no address and has only itself as a whole.</param>
    /// <param name="separators">What may divide user and detail, as <see cref="SieveOptions.SubaddressSeparators"/>.</param>
    /// <returns><c>null</c> if the address has no such part, which then matches nothing.</returns>
    public static string? Take(AddressPart part, string address, string separators)
    {
        if (part == AddressPart.All)
        {
            return address;
        }

        // A quoted local-part may have the character too; the last one divides.
        var at = address.LastIndexOf('@');
        if (at <= 0 || at == address.Length - 1)
        {
            return null;
        }

        return part switch
        {
            AddressPart.Domain => address[(at + 1)..],
            AddressPart.LocalPart => address[..at],
            _ => TakeSubaddress(part, address.AsSpan(0, at), separators),
        };
    }

    // RFC 5233 §4: without a separator the user is all of the local-part, and there is no detail.
    private static string? TakeSubaddress(AddressPart part, ReadOnlySpan<char> localPart, string separators)
    {
        var separator = localPart.IndexOfAny(separators);
        return part == AddressPart.User ? (separator < 0 ? localPart : localPart[..separator]).ToString()
            : separator < 0 ? null
            : localPart[(separator + 1)..].ToString();
    }
}

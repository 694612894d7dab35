namespace Mail.Sieve;

/// <summary>
/// Splits an address-list (RFC 5322 §3.4) into its addresses. Display names, comments, routes and names of groups are left out; what is no address
/// is passed on as it stands, since senders write all sorts of things.
/// </summary>
internal static class AddressListReader
{
    /// <summary>Addresses of one field; the rest is not looked at. Senders stay below the 1,000 recipients that servers commonly take.</summary>
    private const int MaxAddresses = 2000;

    /// <param name="text">An unfolded value, not decoded: an encoded word may hold a comma or an at-sign that means nothing (RFC 2047 §5).</param>
    public static IReadOnlyList<string> Read(string text)
    {
        // A field that is there and empty has the empty string for an address, as Pigeonhole has it.
        if (text.AsSpan().Trim(" \t").IsEmpty)
        {
            return [""];
        }

        var addresses = new List<string>();
        var start = 0;
        var position = 0;
        while (position < text.Length && addresses.Count < MaxAddresses)
        {
            switch (text[position])
            {
                case ',' or ';':
                    Add(addresses, text.AsSpan(start, position - start));
                    start = ++position;
                    break;
                case ':':
                    // What came before is the name of a group.
                    start = ++position;
                    break;
                default:
                    position = AddressTokens.Skip(text, position);
                    break;
            }
        }

        if (addresses.Count < MaxAddresses)
        {
            Add(addresses, text.AsSpan(start));
        }

        return addresses;
    }

    private static void Add(List<string> addresses, ReadOnlySpan<char> item)
    {
        item = item.Trim(" \t");
        if (!item.IsEmpty)
        {
            addresses.Add(Mailbox(item));
        }
    }

    private static string Mailbox(ReadOnlySpan<char> item)
    {
        var bare = AddressTokens.WithoutComments(item);
        var (opened, closed) = AddressTokens.Angles(bare);
        var address = opened < 0 ? bare : closed == bare.Length - 1 ? WithoutRoute(bare[(opened + 1)..closed]) : "";
        return AddressTokens.IsAddress(address) ? AddressTokens.WithoutNeedlessQuotes(address) : item.ToString();
    }

    /// <summary>RFC 5322 §4.4: <c>obs-route</c> names hosts to pass through; nobody does any more.</summary>
    private static string WithoutRoute(string address) =>
        address.StartsWith('@') ? address[(address.IndexOf(':', StringComparison.Ordinal) + 1)..] : address;
}

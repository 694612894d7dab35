using System.Net;

namespace Mail.Core;

/// <summary>One DNS list of clients (RFC 5782) and what a listing there counts, as an item of Postfix's <c>postscreen_dnsbl_sites</c>.</summary>
/// <param name="Zone">For example <c>zen.example</c>.</param>
/// <param name="Filter">Which addresses in the list's answer count; <c>null</c> for all that RFC 5782 §2.1 permits.</param>
/// <param name="Weight">Added to the client's score; below zero for a list of good clients.</param>
public sealed record DnsListSite(string Zone, AddressFilter? Filter, int Weight)
{
    /// <summary>The answer says that the client is on the list.</summary>
    public bool Counts(IPAddress answer) =>
        // RFC 5782 §2.1: in 127.0.0.0/8. Anything else comes from a zone that was given up and now answers with its new owner's web site.
        answer.GetAddressBytes() is [127, ..] && !IsRefusal(answer) && Filter?.Contains(answer) != false;

    /// <summary>The list does not talk to us: 127.255.255.0/24 means a resolver that it blocks, too many questions, or a mistyped zone.</summary>
    public static bool IsRefusal(IPAddress answer) => answer.GetAddressBytes() is [127, 255, 255, _];
}

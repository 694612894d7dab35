using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Mail.Core;

/// <summary>Who writes to whom from where, as greylisting tells them apart.</summary>
/// <param name="Network">The client's <c>/24</c> or <c>/64</c>: large senders try again from another address of the same network.</param>
/// <param name="Pair">32 hexadecimal digits, a hash of sender and recipient: of one length, whatever a client sends.</param>
/// <param name="Sender">For people; <c>&lt;&gt;</c> for notices.</param>
/// <param name="Recipient">For people.</param>
public sealed record GreylistKey(string Network, string Pair, string Sender, string Recipient)
{
    // One customer has at least that much: the same networks as postgrey's default and the session limits.
    private const int Prefix4 = 24;
    private const int Prefix6 = 64;

    public static GreylistKey Of(IPAddress client, MailAddress? sender, MailAddress recipient)
    {
        var from = sender is null ? AccessPatternParser.NullSender : AccessPatternParser.Canonical(Steady(sender));
        var to = AccessPatternParser.Canonical(recipient);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(from + "\n" + to));
        return new GreylistKey(NetworkOf(client), Convert.ToHexStringLower(hash.AsSpan(0, 16)), from, to);
    }

    /// <summary>For example <c>192.0.2.0/24</c>.</summary>
    public static string NetworkOf(IPAddress client)
    {
        var octets = (client.IsIPv4MappedToIPv6 ? client.MapToIPv4() : client).GetAddressBytes();
        var length = octets.Length == 4 ? Prefix4 : Prefix6;
        octets.AsSpan(length / 8).Clear();
        return $"{new IPAddress(octets)}/{length}";
    }

    /// <summary>
    /// Mailing lists put a number or the recipient into each message's sender (VERP): as postgrey does, what stands behind a plus is left out and
    /// numbers count as one, or every message of a list would be its first.
    /// </summary>
    private static MailAddress Steady(MailAddress sender)
    {
        var steady = new StringBuilder(sender.LocalPart.Length);
        foreach (var c in sender.LocalPart.AsSpan(0, sender.LocalPart.IndexOf('+', StringComparison.Ordinal) is > 0 and var plus ? plus : sender.LocalPart.Length))
        {
            if (!char.IsAsciiDigit(c))
            {
                steady.Append(c);
            }
            else if (steady.Length == 0 || steady[^1] != '#')
            {
                steady.Append('#');
            }
        }

        return sender.WithLocalPart(steady.ToString());
    }
}

using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Mail.Authentication;

/// <summary>What the macros of a record stand for: RFC 7208 §7.2, §7.3.</summary>
internal sealed record SpfMacroValues
{
    /// <summary>IPv4 in its own form, never mapped.</summary>
    public required IPAddress Client { get; init; }

    public required string LocalPart { get; init; }

    public required string SenderDomain { get; init; }

    /// <summary>Whose record is being read.</summary>
    public required string Domain { get; init; }

    public required string Helo { get; init; }

    public required string Receiver { get; init; }

    public required DateTimeOffset Now { get; init; }

    /// <summary><c>%{p}</c>.</summary>
    public string ValidatedName { get; init; } = "unknown";

    /// <summary><c>null</c> when the text becomes longer than any that means something.</summary>
    public string? Expand(SpfMacroString text)
    {
        var expanded = new StringBuilder();
        foreach (var part in text.Parts)
        {
            expanded.Append(part.Literal ?? Value(part));
            if (expanded.Length > SpfLimits.MaxExpansion)
            {
                return null;
            }
        }

        return expanded.ToString();
    }

    private string Value(SpfMacro macro)
    {
        var parts = Of(macro.Letter).Split(macro.Delimiters.ToCharArray());
        if (macro.IsReversed)
        {
            Array.Reverse(parts);
        }

        var kept = macro.Keep > 0 && macro.Keep < parts.Length ? parts[^macro.Keep..] : parts;
        var value = string.Join('.', kept);
        return macro.IsEscaped ? Uri.EscapeDataString(value) : value;
    }

    private string Of(char letter) => letter switch
    {
        's' => $"{LocalPart}@{SenderDomain}",
        'l' => LocalPart,
        'o' => SenderDomain,
        'd' => Domain,
        'i' => Dotted(),
        'p' => ValidatedName,
        'h' => Helo,
        'v' => Client.AddressFamily == AddressFamily.InterNetworkV6 ? "ip6" : "in-addr",
        'c' => Client.ToString(),
        'r' => Receiver,
        't' => Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        _ => throw new ArgumentOutOfRangeException(nameof(letter), letter, "The parser lets no other letter pass."),
    };

    /// <summary>IPv6 as nibbles with dots between them; in capitals, as the OpenSPF suite has them in explanations. The DNS knows no case.</summary>
    private string Dotted() => Client.AddressFamily == AddressFamily.InterNetworkV6
        ? string.Join('.', Convert.ToHexString(Client.GetAddressBytes()).AsEnumerable())
        : Client.ToString();
}

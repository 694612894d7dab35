using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Mail.Core;

namespace Mail.Gateway;

/// <summary>
/// Writes our trace field (RFC 5321 §4.4 Time-stamp-line). What the client claimed goes in only as a domain or an address literal that we have
/// parsed, or with every other character replaced: nothing in it can end the field or begin another.
/// </summary>
internal static class ReceivedField
{
    /// <summary>RFC 5322 §2.1.1, without the CRLF. A single word that is longer stands alone on its line.</summary>
    public const int MaxLine = 78;

    private const int MaxClaim = 60;

    /// <returns>The field with its folding and its final CRLF. ASCII, but for a recipient of an SMTPUTF8 message (RFC 6531 §3.7.3).</returns>
    public static string Format(Envelope envelope, string hostName)
    {
        var lines = new List<string[]> { From(envelope), By(envelope, hostName) };
        if (For(envelope) is { } recipient)
        {
            lines.Add(["for", $"<{recipient}>"]);
        }

        if (envelope.TlsCipher is { } cipher)
        {
            lines.Add(Tls(cipher, envelope.TlsProtocol));
        }

        lines[^1][^1] += ";";
        // RFC 5322 §3.3 with a numeric zone. One word to the folding, for readers who split lines.
        lines.Add([envelope.ArrivedAt.ToUniversalTime().ToString("ddd, d MMM yyyy HH:mm:ss '+0000'", CultureInfo.InvariantCulture)]);
        return Fold(lines);
    }

    /// <summary>The <c>with</c> clause (RFC 3848, RFC 6531 §4.3). HELO has no variants: TLS and AUTH need EHLO.</summary>
    public static string Protocol(bool esmtp, bool smtpUtf8, bool tls, bool authenticated)
    {
        if (!esmtp)
        {
            return "SMTP";
        }

        return (smtpUtf8 ? "UTF8SMTP" : "ESMTP") + (tls ? "S" : "") + (authenticated ? "A" : "");
    }

    // Extended-Domain = Domain FWS "(" TCP-info ")" / address-literal FWS "(" TCP-info ")"; TCP-info = address-literal / ( Domain FWS address-literal )
    private static string[] From(Envelope envelope)
    {
        var words = new List<string> { "Received:", "from" };
        var greeting = MailAddressParser.TryParseDomain(envelope.Helo ?? "", out var domain, out _) ? domain : null;
        words.Add(greeting ?? "unknown");
        if (Literal(envelope.ClientAddress) is { } address)
        {
            var hasName = MailAddressParser.TryParseDomain(envelope.ClientName ?? "", out var name, out _);
            words.AddRange(hasName ? [$"({name}", $"{address})"] : [$"({address})"]);
        }

        if (greeting is null && envelope.Helo is { Length: > 0 } claim)
        {
            words.AddRange(["(HELO", $"{Harmless(claim)})"]);
        }

        return [.. words];
    }

    private static string[] By(Envelope envelope, string hostName) =>
        ["by", hostName, "with", envelope.Protocol, "id", envelope.QueueId.ToString()];

    /// <summary>RFC 8314 §4.3, the cipher suite by its registered name; no clause is registered for the version, so that is a comment.</summary>
    private static string[] Tls(string cipher, string? protocol) =>
        protocol is null ? ["tls", Harmless(cipher)] : ["tls", Harmless(cipher), $"({Harmless(protocol)})"];

    /// <summary>Only a single recipient is named: of several, each would see the others, blind copies among them (RFC 5321 §7.6).</summary>
    private static MailAddress? For(Envelope envelope) =>
        envelope.Recipients is [{ Address: var only }] && (envelope.SmtpUtf8 || !only.NeedsSmtpUtf8) ? only : null;

    private static string? Literal(string? clientAddress)
    {
        if (!IPAddress.TryParse(clientAddress, out var address))
        {
            return null;
        }

        // RFC 5321 §4.1.3 has no zone index.
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? $"[IPv6:{new IPAddress(address.GetAddressBytes())}]"
            : $"[{address}]";
    }

    private static string Harmless(string claim) => string.Create(Math.Min(claim.Length, MaxClaim), claim, (span, source) =>
    {
        for (var i = 0; i < span.Length; i++)
        {
            span[i] = char.IsAsciiLetterOrDigit(source[i]) || source[i] is '.' or '-' or '_' or ':' or '[' or ']' ? source[i] : '?';
        }
    });

    private static string Fold(List<string[]> lines)
    {
        var field = new StringBuilder();
        foreach (var words in lines)
        {
            var length = 0;
            foreach (var word in words)
            {
                if (length == 0 || length + 1 + word.Length > MaxLine)
                {
                    field.Append(field.Length == 0 ? "" : "\r\n\t");
                    length = field.Length == 0 ? 0 : 1;
                }
                else
                {
                    field.Append(' ');
                    length++;
                }

                field.Append(word);
                length += word.Length;
            }
        }

        return field.Append("\r\n").ToString();
    }
}

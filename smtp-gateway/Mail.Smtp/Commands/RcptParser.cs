using System.Text;
using Mail.Core;

namespace Mail.Smtp;

/// <summary>Reads the argument of RCPT: RFC 5321 §4.1.1.3, with NOTIFY and ORCPT (RFC 3461 §4.1, §4.2, RFC 6533 §3).</summary>
internal static class RcptParser
{
    // RFC 3461 §4.2, octets as written.
    private const int MaxOriginalRecipient = 500;

    /// <param name="hostName">The domain of the one address that may come without (RFC 5321 §4.1.1.3, §4.5.1).</param>
    /// <param name="smtpUtf8">MAIL was given with SMTPUTF8.</param>
    public static SmtpRejection Parse(ReadOnlySpan<byte> argument, string hostName, bool smtpUtf8, out EnvelopeRecipient? recipient)
    {
        recipient = null;
        if (!PathParser.TrySplit(argument, "TO:"u8, out var path, out var parameters))
        {
            return SmtpRejection.RcptSyntax;
        }

        if (path.Length > PathParser.MaxPath - 2)
        {
            return SmtpRejection.PathTooLong;
        }

        if (path.IsEmpty || !TryReadAddress(path, hostName, out var address))
        {
            return SmtpRejection.RecipientSyntax;
        }

        if (!smtpUtf8 && !Ascii.IsValid(path))
        {
            // RFC 6531 §3.5.
            return SmtpRejection.NeedsSmtpUtf8;
        }

        var rejection = ReadParameters(parameters, smtpUtf8, out var notify, out var original);
        if (rejection == SmtpRejection.None)
        {
            recipient = new EnvelopeRecipient { Address = address!, Notify = notify, OriginalRecipient = original };
        }

        return rejection;
    }

    private static bool TryReadAddress(ReadOnlySpan<byte> path, string hostName, out MailAddress? address) =>
        Ascii.EqualsIgnoreCase(path, "postmaster"u8)
            ? MailAddressParser.TryParse("postmaster@" + hostName, out address, out _)
            : PathParser.TryReadAddress(path, out address);

    private static SmtpRejection ReadParameters(ReadOnlySpan<byte> text, bool smtpUtf8, out DsnNotify? notify, out string? original)
    {
        notify = null;
        original = null;
        var rejection = SmtpRejection.None;
        var reader = new ParameterReader(text);
        while (rejection == SmtpRejection.None && reader.MoveNext())
        {
            if (Ascii.EqualsIgnoreCase(reader.Keyword, "NOTIFY"u8))
            {
                rejection = notify is null ? ReadNotify(reader.Value, out notify) : SmtpRejection.ParameterTwice;
            }
            else if (Ascii.EqualsIgnoreCase(reader.Keyword, "ORCPT"u8))
            {
                rejection = original is null ? ReadOriginal(reader.Value, smtpUtf8, out original) : SmtpRejection.ParameterTwice;
            }
            else
            {
                rejection = SmtpRejection.ParameterUnknown;
            }
        }

        return rejection;
    }

    // RFC 3461 §4.1: NEVER alone, or a list of the others.
    private static SmtpRejection ReadNotify(ReadOnlySpan<byte> value, out DsnNotify? notify)
    {
        notify = DsnNotify.Never;
        if (Ascii.EqualsIgnoreCase(value, "NEVER"u8))
        {
            return SmtpRejection.None;
        }

        foreach (var range in value.Split((byte)','))
        {
            var item = value[range];
            if (Ascii.EqualsIgnoreCase(item, "SUCCESS"u8))
            {
                notify |= DsnNotify.Success;
            }
            else if (Ascii.EqualsIgnoreCase(item, "FAILURE"u8))
            {
                notify |= DsnNotify.Failure;
            }
            else if (Ascii.EqualsIgnoreCase(item, "DELAY"u8))
            {
                notify |= DsnNotify.Delay;
            }
            else
            {
                return SmtpRejection.ParameterSyntax;
            }
        }

        return SmtpRejection.None;
    }

    // RFC 3461 §4.2: original-recipient-address = addr-type ";" xtext, and RFC 6533 §3 for the type utf-8.
    private static SmtpRejection ReadOriginal(ReadOnlySpan<byte> value, bool smtpUtf8, out string? original)
    {
        original = null;
        var semicolon = value.IndexOf((byte)';');
        if (value.Length > MaxOriginalRecipient || semicolon <= 0)
        {
            return SmtpRejection.ParameterSyntax;
        }

        var type = value[..semicolon];
        var address = value[(semicolon + 1)..];
        string? decoded = null;
        var good = IsAtom(type) && (Ascii.EqualsIgnoreCase(type, "utf-8"u8)
            ? Utf8AddressXtext.TryDecode(address, smtpUtf8, out decoded)
            : Xtext.TryDecode(address, out decoded));
        original = good ? $"{Encoding.ASCII.GetString(type)};{decoded}" : null;
        return good ? SmtpRejection.None : SmtpRejection.ParameterSyntax;
    }

    // RFC 3464 §2.1.2: an address type is an atom; the registered ones are letters, digits and hyphens.
    private static bool IsAtom(ReadOnlySpan<byte> text)
    {
        foreach (var b in text)
        {
            if (!char.IsAsciiLetterOrDigit((char)b) && b != '-')
            {
                return false;
            }
        }

        return true;
    }
}

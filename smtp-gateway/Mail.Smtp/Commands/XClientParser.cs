using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Mail.Core;

namespace Mail.Smtp;

/// <summary>Reads the argument of XCLIENT: <c>NAME=… ADDR=… PORT=… PROTO=… HELO=… DESTADDR=… DESTPORT=…</c> with values in xtext (Postfix's XCLIENT_README).</summary>
internal static class XClientParser
{
    private const string V6Tag = "IPV6:";

    /// <remarks>LOGIN is refused: nobody becomes a user here without his password.</remarks>
    public static SmtpRejection Parse(ReadOnlySpan<byte> argument, out XClientRequest? request)
    {
        request = null;
        if (argument.IsEmpty)
        {
            return SmtpRejection.ArgumentMissing;
        }

        var read = new XClientRequest(false, null, false, null, null, null);
        var seen = new HashSet<string>();
        foreach (var range in argument.Split((byte)' '))
        {
            var item = argument[range];
            var equals = item.IndexOf((byte)'=');
            if (equals <= 0 || !Xtext.TryDecode(item[(equals + 1)..], out var value))
            {
                return SmtpRejection.ParameterSyntax;
            }

            var name = Encoding.ASCII.GetString(item[..equals]).ToUpperInvariant();
            if (!seen.Add(name))
            {
                return SmtpRejection.ParameterTwice;
            }

            var rejection = Apply(name, value, ref read);
            if (rejection != SmtpRejection.None)
            {
                return rejection;
            }
        }

        request = read;
        return SmtpRejection.None;
    }

    private static SmtpRejection Apply(string name, string value, ref XClientRequest request)
    {
        var isUnknown = value.ToUpperInvariant() is "[UNAVAILABLE]" or "[TEMPUNAVAIL]";
        XClientRequest? next = name switch
        {
            "NAME" when isUnknown => request with { HasName = true },
            "NAME" => MailAddressParser.TryParseDomain(value, out var host, out _) && host[0] != '[' ? request with { HasName = true, Name = host } : null,
            "ADDR" when isUnknown => request with { HasAddress = true },
            "ADDR" => Address(value) is { } address ? request with { HasAddress = true, Address = address } : null,
            "HELO" when isUnknown => request,
            "HELO" => HeloParser.Parse(Encoding.UTF8.GetBytes(value), out var helo) == SmtpRejection.None ? request with { Helo = helo } : null,
            "PROTO" => value.ToUpperInvariant() is "SMTP" or "ESMTP" ? request with { IsEsmtp = value.Length == 5 } : null,
            // Known, and nothing that we use.
            "PORT" or "DESTPORT" => isUnknown || ushort.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? request : null,
            "DESTADDR" => isUnknown || Address(value) is not null ? request : null,
            _ => null,
        };
        request = next ?? request;
        return next is not null ? SmtpRejection.None
            : name is "NAME" or "ADDR" or "HELO" or "PROTO" or "PORT" or "DESTADDR" or "DESTPORT" ? SmtpRejection.ParameterSyntax
            : SmtpRejection.ParameterUnknown;
    }

    private static string? Address(string value)
    {
        var isV6 = value.StartsWith(V6Tag, StringComparison.OrdinalIgnoreCase);
        var text = isV6 ? value[V6Tag.Length..] : value;
        return IPAddress.TryParse(text, out var address)
            && (address.AddressFamily == AddressFamily.InterNetworkV6) == isV6
            && (isV6 ? !text.AsSpan().ContainsAny('%', '[', ']') : address.ToString() == text)
            ? (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString()
            : null;
    }
}

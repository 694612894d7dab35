using System.Text;
using Mail.Core;

namespace Mail.Smtp;

/// <summary>
/// Reads the <c>Reverse-path</c> and <c>Forward-path</c> of RFC 5321 §4.1.2: the angle brackets, and a source route, which is read and
/// ignored (RFC 5321 §3.6.1, Appendix C). What is left is for <see cref="MailAddressParser"/>.
/// </summary>
internal static class PathParser
{
    /// <summary>RFC 5321 §4.5.3.1.3, octets, brackets and route included.</summary>
    public const int MaxPath = 256;

    /// <summary>Takes <c>FROM:</c> or <c>TO:</c> and the path behind it off the argument of MAIL or RCPT.</summary>
    /// <param name="path">What stands between the brackets.</param>
    /// <param name="parameters">What stands behind them: empty or beginning with a space.</param>
    /// <returns>False when the prefix or a bracket is missing, or something follows the path without a space.</returns>
    public static bool TrySplit(
        ReadOnlySpan<byte> argument, ReadOnlySpan<byte> prefix, out ReadOnlySpan<byte> path, out ReadOnlySpan<byte> parameters)
    {
        path = parameters = [];
        if (argument.Length < prefix.Length || !Ascii.EqualsIgnoreCase(argument[..prefix.Length], prefix))
        {
            return false;
        }

        // RFC 5321 §3.3 forbids spaces behind the colon; enough clients send them that Postfix and everybody else lets them pass.
        var text = argument[prefix.Length..].TrimStart((byte)' ');
        if (text.IsEmpty || text[0] != '<')
        {
            return false;
        }

        var end = FindEnd(text);
        if (end < 0 || (end + 1 < text.Length && text[end + 1] != ' '))
        {
            return false;
        }

        path = text[1..end];
        parameters = text[(end + 1)..];
        return true;
    }

    /// <summary>Reads the address in a path that is not empty.</summary>
    public static bool TryReadAddress(ReadOnlySpan<byte> path, out MailAddress? address)
    {
        address = null;
        return TrySkipRoute(ref path) && MailAddressParser.TryParse(Encoding.UTF8.GetString(path), out address, out _);
    }

    // The first '>' that is not inside a Quoted-string.
    private static int FindEnd(ReadOnlySpan<byte> text)
    {
        var quoted = false;
        for (var i = 1; i < text.Length; i++)
        {
            switch (text[i])
            {
                case (byte)'"':
                    quoted = !quoted;
                    break;
                case (byte)'\\' when quoted:
                    i++;
                    break;
                case (byte)'>' when !quoted:
                    return i;
            }
        }

        return -1;
    }

    // RFC 5321 §4.1.2: A-d-l = At-domain *( "," At-domain ), then ":".
    private static bool TrySkipRoute(ref ReadOnlySpan<byte> path)
    {
        if (path[0] != '@')
        {
            return true;
        }

        var colon = path.IndexOf((byte)':');
        if (colon < 0)
        {
            return false;
        }

        foreach (var range in path[..colon].Split((byte)','))
        {
            var hop = path[range];
            if (hop.IsEmpty || hop[0] != '@' || !MailAddressParser.TryParseDomain(Encoding.UTF8.GetString(hop[1..]), out _, out _))
            {
                return false;
            }
        }

        path = path[(colon + 1)..];
        return true;
    }
}

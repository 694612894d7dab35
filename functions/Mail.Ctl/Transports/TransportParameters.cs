using System.CommandLine;
using System.Globalization;
using Mail.Core;

namespace Mail.Ctl;

internal static class TransportParameters
{
    public static Argument<string> Destination() => new("DEST")
    {
        Description = "An address, a domain, .domain for those below it, * for everybody; from: before one of these for senders.",
        CustomParser = result => TransportPattern.TryNormalize(result.Tokens[0].Value, out var pattern, out var error)
            ? pattern
            : Parameters.Refuse<string>(result, $"'{result.Tokens[0].Value}': {error}."),
    };

    /// <summary>HOST or HOST:PORT; an address in brackets.</summary>
    public static bool TrySmarthost(string text, out string? host, out int? port)
    {
        port = null;
        var colon = text.EndsWith(']') ? -1 : text.LastIndexOf(':');
        if (colon >= 0)
        {
            if (!ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0)
            {
                host = null;
                return false;
            }

            (port, text) = (number, text[..colon]);
        }

        return MailAddressParser.TryParseDomain(text, out host, out _);
    }
}

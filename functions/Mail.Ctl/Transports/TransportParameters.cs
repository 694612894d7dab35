using System.CommandLine;
using System.Globalization;
using Mail.Core;
using Mail.Transport;

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

    /// <summary>What the functions go by when they look for servers, from the same variables.</summary>
    /// <exception cref="IOException">A variable cannot be read; says what to set.</exception>
    public static RoutingOptions Routing(Func<string, string?> environment)
    {
        var text = environment("MAIL_DIRECT_NETWORKS");
        return new RoutingOptions
        {
            OurNames = environment("MAIL_HOSTNAME") is { } name && MailAddressParser.TryParseDomain(name, out var host, out _)
                ? new HashSet<string> { host }
                : new HashSet<string>(),
            AllowedNetworks = RoutingOptions.TryParseNetworks(text, out var networks)
                ? networks
                : throw new IOException($"MAIL_DIRECT_NETWORKS is '{text}', expected networks such as 10.1.0.0/16, fd00::/8."),
        };
    }

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

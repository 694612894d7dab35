using Mail.Core;

namespace Mail.Ctl;

/// <summary>Who brought a message, in the words of a Received field.</summary>
internal static class ClientText
{
    public static string Of(Envelope envelope)
    {
        var client = (envelope.ClientName, envelope.ClientAddress) switch
        {
            (null, null) => "no connection",
            (null, { } address) => $"[{address}]",
            ({ } name, { } address) => $"{name} [{address}]",
            ({ } name, null) => name,
        };
        var parts = new List<string> { client };
        if (envelope.Helo is { } helo)
        {
            parts.Add("helo " + helo);
        }

        parts.Add("with " + envelope.Protocol);
        parts.Add(envelope.TlsProtocol is { } tls ? $"{tls} {envelope.TlsCipher}" : "no TLS");
        parts.Add(envelope.AuthenticatedUser is { } user ? "authenticated as " + user : "not authenticated");
        return string.Join(", ", parts);
    }
}

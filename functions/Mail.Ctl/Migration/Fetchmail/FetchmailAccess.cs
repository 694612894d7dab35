using System.Globalization;
using Mail.Core;

namespace Mail.Ctl;

/// <summary>By what protocol, how protected and by what right an entry of a fetchmailrc fetches.</summary>
internal sealed record FetchmailAccess
{
    /// <summary>Why it cannot be done here; <c>null</c> when it can.</summary>
    public string? Problem { get; init; }

    public RemoteProtocol Protocol { get; init; }

    public RemoteTls Tls { get; init; }

    /// <summary><c>null</c> for the usual one.</summary>
    public int? Port { get; init; }

    public RemoteAuthentication Authentication { get; init; }

    public string? Fingerprint { get; init; }

    /// <param name="remarks">Gets what is not as it was.</param>
    public static FetchmailAccess Read(FetchmailSection user, List<string> remarks)
    {
        var protocol = user.Word("protocol")?.ToUpperInvariant() ?? "AUTO";
        var authentication = user.Word("authenticate")?.ToLowerInvariant() ?? "any";
        if (Problems(protocol, authentication, user.Word("port")) is { } problem)
        {
            return new FetchmailAccess { Problem = problem };
        }

        var isImap = protocol is "IMAP" or "AUTO";
        if (protocol == "AUTO")
        {
            remarks.Add("no protocol is said: IMAP, which fetchmail tries first");
        }

        var port = PortOf(user.Word("port"));
        var tls = TlsOf(user, port, remarks);
        return new FetchmailAccess
        {
            Protocol = isImap ? RemoteProtocol.Imap : RemoteProtocol.Pop3,
            Tls = tls,
            Port = port,
            Authentication = protocol == "APOP" ? RemoteAuthentication.Apop : IsOAuth(authentication) ? RemoteAuthentication.OAuth : RemoteAuthentication.Password,
            Fingerprint = FingerprintOf(user, remarks),
        };
    }

    private static string? Problems(string protocol, string authentication, string? port) =>
        protocol is not ("IMAP" or "POP3" or "APOP" or "AUTO") ? $"protocol {protocol} is not spoken here"
        : authentication is "kerberos" or "kerberos_v4" or "kerberos_v5" or "gssapi" or "ssh" or "external" or "ntlm" or "msn" or "otp"
            ? $"authentication by {authentication} is not spoken here: a password, or OAuth"
        : port is not null && PortOf(port) is null ? $"'{port}' is no port"
        : null;

    private static bool IsOAuth(string authentication) => authentication is "oauthbearer" or "xoauth2";

    /// <summary>fetchmail without <c>ssl</c> takes TLS when it is offered, unless <c>sslproto</c> is empty: a password that TLS is only offered for is not protected.</summary>
    private static RemoteTls TlsOf(FetchmailSection user, int? port, List<string> remarks)
    {
        if (user.Flag("ssl") == true || port is 993 or 995)
        {
            return RemoteTls.Implicit;
        }

        if (user.Word("sslproto") == "")
        {
            return RemoteTls.None;
        }

        remarks.Add("TLS before the password is demanded; fetchmail only takes it when it is offered");
        return RemoteTls.StartTls;
    }

    private static string? FingerprintOf(FetchmailSection user, List<string> remarks)
    {
        if (user.Word("sslcertck") is "no")
        {
            remarks.Add("certificates are always checked; for one that is not good: mailctl fetch add --fingerprint");
        }

        if (user.Word("sslfingerprint") is not { } text)
        {
            return null;
        }

        var digits = string.Concat(text.Where(char.IsAsciiHexDigit)).ToLowerInvariant();
        if (text.Contains('}', StringComparison.Ordinal) || digits.Length != 64)
        {
            // MD5 is what fetchmail 6.4 has; two certificates of the same sum can be made (RFC 6151).
            remarks.Add("the fingerprint is not of SHA-256: the certificate has to be good, or give it again with mailctl fetch add --fingerprint");
            return null;
        }

        return digits;
    }

    private static int? PortOf(string? text) => text?.ToLowerInvariant() switch
    {
        null => null,
        "pop3" => 110,
        "imap" or "imap2" => 143,
        "imaps" => 993,
        "pop3s" => 995,
        _ => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= ushort.MaxValue ? port : null,
    };
}

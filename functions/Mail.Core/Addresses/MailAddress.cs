using System.Text;

namespace Mail.Core;

/// <summary>
/// A forward- or reverse-path without its angle brackets: <c>local-part@domain</c> (RFC 5321 §4.1.2, RFC 6531 §3.3).
/// The null reverse-path <c>&lt;&gt;</c> is not an address; it is <c>null</c> wherever a reverse-path is optional.
/// </summary>
/// <remarks>
/// Made by <see cref="MailAddressParser"/> only, so the parts hold no CR, LF or NUL and are within the length limits.
/// Two addresses are equal when their domains are and their local-parts are, ignoring case: RFC 5321 §2.4 lets the receiving host
/// decide on the case of local-parts, and like Postfix we do not tell <c>Bob@</c> from <c>bob@</c>.
/// </remarks>
public sealed class MailAddress : IEquatable<MailAddress>
{
    internal MailAddress(string localPart, string domain)
    {
        LocalPart = localPart;
        Domain = domain;
    }

    /// <summary>Unquoted and unescaped, in the case it was written: <c>"john doe"@x</c> has the local-part <c>john doe</c>.</summary>
    public string LocalPart { get; }

    /// <summary>A-labels in lower case without a final dot, or an address literal such as <c>[192.0.2.1]</c> or <c>[IPv6:2001:db8::1]</c>.</summary>
    public string Domain { get; }

    public bool IsAddressLiteral => Domain[0] == '[';

    /// <summary>The local-part has characters beyond ASCII, so the next hop must offer SMTPUTF8 (RFC 6531 §3.3).</summary>
    public bool NeedsSmtpUtf8 => !Ascii.IsValid(LocalPart);

    /// <exception cref="FormatException">Not an address; the message says what was expected.</exception>
    public static MailAddress Parse(string text) =>
        MailAddressParser.TryParse(text, out var address, out var error)
            ? address
            : throw new FormatException($"'{text}' is not a mail address: {error}.");

    public MailAddress WithLocalPart(string localPart) => new(localPart, Domain);

    public MailAddress WithDomain(string domain) => new(LocalPart, domain);

    /// <summary>The form for the wire and for tables: the local-part is quoted when it has to be (RFC 5321 §4.1.2 Quoted-string).</summary>
    public override string ToString() => $"{MailAddressParser.Quote(LocalPart)}@{Domain}";

    public bool Equals(MailAddress? other) =>
        other is not null
        && Domain == other.Domain
        && LocalPart.Equals(other.LocalPart, StringComparison.OrdinalIgnoreCase);

    public override bool Equals(object? obj) => Equals(obj as MailAddress);

    public override int GetHashCode() =>
        HashCode.Combine(Domain, StringComparer.OrdinalIgnoreCase.GetHashCode(LocalPart));
}

using System.Globalization;
using System.Text;

namespace Mail.Transport;

/// <summary>OAUTHBEARER (RFC 7628). MailKit's does not work without a connection of MailKit's.</summary>
internal sealed class OAuthBearerMechanism(string user, string token, string host, int port) : BearerMechanism(user, token)
{
    public override string MechanismName => "OAUTHBEARER";

    // RFC 7628 §3.2.3.
    protected override byte[] End => [1];

    protected override byte[] Begin()
    {
        // RFC 5801 §4: the comma and the sign that escapes it.
        var name = Credentials.UserName.Replace("=", "=3D", StringComparison.Ordinal).Replace(",", "=2C", StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"n,a={name},\u0001host={host}\u0001port={port}\u0001auth=Bearer {Credentials.Password}\u0001\u0001"));
    }
}

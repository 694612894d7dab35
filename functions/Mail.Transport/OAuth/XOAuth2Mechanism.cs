using System.Text;

namespace Mail.Transport;

/// <summary>
/// XOAUTH2, as https://developers.google.com/workspace/gmail/imap/xoauth2-protocol has it. MailKit's does not answer a server that says why it refuses the token, which
/// makes a refused token look like a broken server.
/// </summary>
internal sealed class XOAuth2Mechanism(string user, string token) : BearerMechanism(user, token)
{
    public override string MechanismName => "XOAUTH2";

    /// <summary>An empty line.</summary>
    protected override byte[] End => [];

    protected override byte[] Begin() => Encoding.UTF8.GetBytes($"user={Credentials.UserName}\u0001auth=Bearer {Credentials.Password}\u0001\u0001");
}

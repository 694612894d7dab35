using System.Text;
using MailKit.Security;

namespace Mail.Transport;

/// <summary>
/// XOAUTH2, as https://developers.google.com/workspace/gmail/imap/xoauth2-protocol has it. MailKit's does not answer a server that says why it refuses the token, which
/// over POP3 would make a refused token look like a broken server.
/// </summary>
internal sealed class XOAuth2Mechanism(string user, string token) : SaslMechanism(user, token)
{
    private bool _hasBegun;

    public override string MechanismName => "XOAUTH2";

    public override bool SupportsInitialResponse => true;

    public override void Reset()
    {
        _hasBegun = false;
        base.Reset();
    }

    protected override byte[] Challenge(byte[]? token, int startIndex, int length, CancellationToken cancellationToken)
    {
        if (_hasBegun)
        {
            // What comes now says why not; an empty line ends it.
            IsAuthenticated = true;
            return [];
        }

        _hasBegun = true;
        return Encoding.UTF8.GetBytes($"user={Credentials.UserName}\u0001auth=Bearer {Credentials.Password}\u0001\u0001");
    }
}

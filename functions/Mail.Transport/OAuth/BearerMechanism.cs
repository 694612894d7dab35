using MailKit.Security;

namespace Mail.Transport;

/// <summary>A login with a token: one message, and where the server says why it refuses the token, one answer to that, without which it would say no more.</summary>
internal abstract class BearerMechanism(string user, string token) : SaslMechanism(user, token)
{
    private bool _hasBegun;

    public override bool SupportsInitialResponse => true;

    /// <summary>The answer to the reason.</summary>
    protected abstract byte[] End { get; }

    public override void Reset()
    {
        _hasBegun = false;
        base.Reset();
    }

    protected abstract byte[] Begin();

    protected override byte[] Challenge(byte[]? token, int startIndex, int length, CancellationToken cancellationToken)
    {
        if (_hasBegun)
        {
            IsAuthenticated = true;
            return End;
        }

        _hasBegun = true;
        return Begin();
    }
}

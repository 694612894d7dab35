namespace Mail.Fuzz.Session;

/// <content>Replies, and the count of errors.</content>
internal sealed partial class SessionFollower
{
    // CommandLineReader gives up there; RFC 5321 has no limit for it.
    private const int Endless = 32;

    private int _errors;
    private int _errorsAtMost;
    private int _junk;
    private int _failedLogins;
    private int _failedLoginsAtMost;

    /// <summary>So many errors that there is no doubt about it.</summary>
    private bool MustGo => _errors >= state.Options.HardErrorLimit || _failedLogins >= state.Options.AuthenticationFailureLimit;

    /// <summary>So many errors that there may be reason to send the client away.</summary>
    private bool MayGo =>
        _errorsAtMost + _junk >= state.Options.HardErrorLimit || _failedLoginsAtMost >= state.Options.AuthenticationFailureLimit;

    private bool IsEndless => _input.Length - _position > Endless * state.Options.CommandLineLimit;

    private WireReply Take()
    {
        BrokenPromiseException.Unless(_next < replies.Count, "every command is answered");
        var reply = replies[_next++];
        BrokenPromiseException.Unless(!MustGo || IsSentAway(reply), "a client that makes nothing but errors is sent away");
        BrokenPromiseException.Unless(!IsSentAway(reply) || MayGo, "nobody is sent away without reason");
        _isOver = reply.IsLast;
        if (!reply.IsPositive)
        {
            _errorsAtMost++;
            _errors += reply.IsTooManyRecipients ? 0 : 1;
        }

        return reply;
    }

    private static bool IsSentAway(WireReply reply) => reply.Code == 421;
}

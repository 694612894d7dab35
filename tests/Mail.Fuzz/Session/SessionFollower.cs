using System.Text;

namespace Mail.Fuzz.Session;

/// <summary>
/// Goes through what a client sent and what it was answered, and holds the one against the other by its own and simple reading of the RFCs: one
/// answer for each command, nothing accepted before its time, nothing committed that was not sent whole. Shares no code with the session.
/// </summary>
internal sealed partial class SessionFollower(SessionState state, byte[] plain, byte[] secured, List<WireReply> replies)
{
    private static readonly string[] Junk = ["HELO", "EHLO", "RSET", "NOOP", "VRFY", "HELP"];

    private byte[] _input = plain;
    private int _position;
    private int _next;
    private bool _isOver;
    private bool _isSecured = state.IsSecured;
    private bool _isAuthenticated;
    private Stage _stage;
    private int _recipients;

    private enum Stage
    {
        Refused,
        Connected,
        Ready,
        Mail,
        Rcpt,
        Chunks,
    }

    /// <summary>What must have been committed, in order.</summary>
    public List<byte[]> Messages { get; } = [];

    /// <summary>Transactions that were begun.</summary>
    public int Mails { get; private set; }

    /// <summary>Recipients that were accepted, in all transactions.</summary>
    public int Recipients { get; private set; }

    public int Logins { get; private set; }

    /// <exception cref="BrokenPromiseException">An answer is not what it has to be.</exception>
    public void Follow()
    {
        var greeting = Take();
        BrokenPromiseException.Unless(greeting.Code == (state.Greeting?.Code ?? 220), "a session begins with its greeting");
        _stage = greeting.IsPositive ? Stage.Connected : Stage.Refused;
        while (!_isOver && TryLine(out var line, out var isBare))
        {
            Command(line, isBare);
        }

        End();
    }

    private void End()
    {
        if (!_isOver && _next < replies.Count)
        {
            var last = Take();
            // A line without end, or the errors of the last command.
            BrokenPromiseException.Unless(last.Code == 421 || (last.Code == 521 && IsEndless), "nothing is answered that was not asked");
        }

        BrokenPromiseException.Unless(_isOver || !MustGo, "a client that makes nothing but errors is sent away");
        BrokenPromiseException.Unless(_next == replies.Count, "nothing is said behind the last word");
    }

    private void Command(ReadOnlySpan<byte> line, bool isBare)
    {
        var space = line.IndexOf((byte)' ');
        var word = Encoding.Latin1.GetString(space < 0 ? line : line[..space]).ToUpperInvariant();
        var argument = space < 0 ? [] : line[space..].Trim((byte)' ');
        _junk += Junk.Contains(word) ? 1 : 0;
        if (isBare)
        {
            var reply = Take();
            BrokenPromiseException.Unless(reply.Code == 521 || IsSentAway(reply), "a CR or LF alone ends the session");
            return;
        }

        if (word == "BDAT")
        {
            Bdat(line, argument);
            return;
        }

        var answer = Take();
        if (word == "AUTH")
        {
            Auth(answer);
        }
        else if (answer.IsPositive)
        {
            Accepted(word, answer);
        }
    }

    private void Accepted(string word, WireReply reply)
    {
        var (expected, isPermitted, next) = word switch
        {
            "HELO" or "EHLO" => (250, true, Stage.Ready),
            "MAIL" => (250, _stage == Stage.Ready && (!state.IsSubmission || _isAuthenticated), Stage.Mail),
            "RCPT" => (250, _stage is Stage.Mail or Stage.Rcpt && _recipients < state.Options.RecipientLimit, Stage.Rcpt),
            "DATA" => (354, _stage == Stage.Rcpt, Stage.Ready),
            "RSET" => (250, true, _stage == Stage.Connected ? Stage.Connected : Stage.Ready),
            "NOOP" => (250, true, _stage),
            "VRFY" => (252, true, _stage),
            "HELP" => (214, true, _stage),
            "QUIT" => (221, true, _stage),
            "STARTTLS" => (220, _stage == Stage.Ready && state.HasTls && !_isSecured, Stage.Connected),
            "XCLIENT" => (220, state.MayImpersonate && _stage is Stage.Connected or Stage.Ready, Stage.Connected),
            _ => (0, false, _stage),
        };
        BrokenPromiseException.Unless(reply.Code == expected, $"{word} is not answered {reply.Code}");
        BrokenPromiseException.Unless(isPermitted && (_stage != Stage.Refused || word == "QUIT"), $"{word} is accepted only in its time, not when {_stage}");
        _stage = next;
        Note(word);
    }

    private void Note(string word)
    {
        switch (word)
        {
            case "MAIL":
                Mails++;
                _recipients = 0;
                break;
            case "RCPT":
                Recipients++;
                _recipients++;
                break;
            case "DATA":
                Data();
                break;
            case "STARTTLS":
                // RFC 3207 §4.2: whatever is left of the plain input is nobody's any more.
                (_input, _position, _isSecured, _isAuthenticated) = (secured, 0, true, false);
                break;
            case "XCLIENT":
                _isAuthenticated = false;
                break;
        }
    }

    private void Auth(WireReply reply)
    {
        BrokenPromiseException.Unless(
            reply.Code is not (334 or 235) || (_stage == Stage.Ready && state.IsSubmission && _isSecured && !_isAuthenticated),
            "AUTH is accepted only in its time");
        var isExchange = reply.Code == 334;
        while (reply.Code == 334)
        {
            if (!TryLine(out var line, out var isBare))
            {
                return;
            }

            var isCancelled = line.SequenceEqual("*"u8) && !isBare;
            reply = Take();
            BrokenPromiseException.Unless(!isBare || reply.Code == 521, "a CR or LF alone ends the session");
            BrokenPromiseException.Unless(!isCancelled || reply.Code == 501, "an exchange can be cancelled");
        }

        BrokenPromiseException.Unless(reply.Code == 235 || !reply.IsPositive, "an exchange succeeds or fails");
        _isAuthenticated |= reply.Code == 235;
        Logins += reply.Code == 235 ? 1 : 0;
        // Without an exchange, as with a mechanism that there is not, an AUTH is no attempt.
        _failedLogins += reply.Code == 535 || (reply.Code >= 500 && isExchange) ? 1 : 0;
        _failedLoginsAtMost += reply.Code >= 500 ? 1 : 0;
    }

    private bool TryLine(out ReadOnlySpan<byte> line, out bool isBare)
    {
        var rest = _input.AsSpan(_position);
        var end = rest.IndexOfAny((byte)'\r', (byte)'\n');
        line = end < 0 ? rest : rest[..end];
        isBare = false;
        if (end < 0 || (rest[end] == '\r' && end + 1 == rest.Length))
        {
            return false;
        }

        isBare = rest[end] == '\n' || rest[end + 1] != '\n';
        _position += end + (isBare ? 1 : 2);
        return true;
    }
}

using Mail.Core;

namespace Mail.Gateway;

/// <summary>What a line of the journal says. The last line of a queue id counts.</summary>
public enum JournalVerb
{
    /// <summary>The message is about to be made durable: from here on a client may hold a 250 for it.</summary>
    Begin,

    /// <summary>Over: the client has its 250, or nothing of the message is left.</summary>
    Answered,

    /// <summary>A failure was answered 451, and the message may be in the spool all the same.</summary>
    Refused,
}

/// <summary>
/// One line of the journal: <c>begin &lt;queueId&gt; &lt;fingerprint&gt;</c>, <c>answered &lt;queueId&gt;</c> or
/// <c>refused &lt;queueId&gt;</c>. ASCII, ended by LF.
/// </summary>
/// <param name="Fingerprint">With <see cref="JournalVerb.Begin"/> only.</param>
public readonly record struct JournalLine(JournalVerb Verb, QueueId QueueId, Fingerprint? Fingerprint = null)
{
    private const string BeginWord = "begin";
    private const string AnsweredWord = "answered";
    private const string RefusedWord = "refused";

    /// <summary>Characters without the LF: that of <c>begin</c>, two spaces, id and fingerprint.</summary>
    public const int MaxLength = 7 + QueueId.Length + Mail.Gateway.Fingerprint.Length;

    /// <summary>False for anything but a whole line: torn lines and rubbish are not guessed at.</summary>
    public static bool TryParse(string text, out JournalLine line)
    {
        line = default;
        if (text.Length > MaxLength)
        {
            return false;
        }

        switch (text.Split(' '))
        {
            case [BeginWord, var id, var hash] when QueueId.TryParse(id, out var queueId) && Mail.Gateway.Fingerprint.TryParse(hash, out var fingerprint):
                line = new JournalLine(JournalVerb.Begin, queueId, fingerprint);
                return true;
            case [AnsweredWord, var id] when QueueId.TryParse(id, out var queueId):
                line = new JournalLine(JournalVerb.Answered, queueId);
                return true;
            case [RefusedWord, var id] when QueueId.TryParse(id, out var queueId):
                line = new JournalLine(JournalVerb.Refused, queueId);
                return true;
            default:
                return false;
        }
    }

    public override string ToString() => Verb switch
    {
        JournalVerb.Begin => $"{BeginWord} {QueueId} {Fingerprint}",
        JournalVerb.Answered => $"{AnsweredWord} {QueueId}",
        _ => $"{RefusedWord} {QueueId}",
    };
}

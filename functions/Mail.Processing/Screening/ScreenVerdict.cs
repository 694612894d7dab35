using System.Text;
using Mail.Core;
using Mail.Spam;

namespace Mail.Processing;

/// <summary>What is known of a message before anybody asks for whom it is.</summary>
/// <param name="Reason">For the decision record, in words.</param>
public sealed record ScreenVerdict(string Reason)
{
    /// <summary>What scanners say.</summary>
    public ScanReport Scan { get; init; } = ScanReport.Nothing;

    /// <summary>What comes of it, whoever it is for: from <see cref="ScanAction.Defer"/> on, nobody gets the message in this run.</summary>
    public ScanAction Action { get; init; }

    /// <summary>One of our users has submitted it, and gets it back: nobody else does. It goes before <see cref="Action"/>.</summary>
    public bool IsReturned { get; init; }

    /// <summary>
    /// Whether it may be sent on to addresses elsewhere. Not what is spam, or may be: the server there would hold it against us, and soon refuse our own
    /// mail. It goes to the mailboxes here all the same.
    /// </summary>
    public bool MayBeForwarded { get; init; } = true;

    /// <summary>Who has let it out of quarantine; empty when it was not in there. What the scanners and the spam filter say does not count then.</summary>
    public string ReleasedBy { get; init; } = "";

    /// <summary>Whether the reverse-path is who it says.</summary>
    public SenderStanding Standing { get; init; } = SenderStanding.Verified;

    /// <summary>What was found out about the sender; <c>null</c> when he was not checked.</summary>
    public SenderFinding? Sender { get; init; }

    /// <summary>Ours, to stand before the message; empty for none.</summary>
    public ReadOnlyMemory<byte> Fields => Encoding.ASCII.GetBytes(Sender?.Fields ?? "");

    /// <summary>What the message is made of, for the spam filter; <c>null</c> when it is not asked.</summary>
    public TokenList? Tokens { get; init; }

    /// <summary>What every mailbox's record says of the message; <c>null</c> when there is nothing to tell but <see cref="Reason"/>.</summary>
    public ScreeningRecord? Record { get; init; }

    /// <summary>What an operator has let out of quarantine goes to its recipients, whatever it looks like.</summary>
    public ScreenVerdict Released(string by) => this with
    {
        Reason = $"released from quarantine by {by}; was: {Reason}",
        Action = ScanAction.Pass,
        IsReturned = false,
        MayBeForwarded = true,
        ReleasedBy = by,
    };
}

using Mail.Core;

namespace Mail.Processing;

/// <summary>What screening says about a message for one mailbox.</summary>
/// <param name="Reason">For the decision record, in words.</param>
public sealed record MailboxVerdict(string Reason)
{
    /// <summary>Where the mailbox keeps it unless a rule says something else.</summary>
    public FilingPlace Place { get; init; }

    /// <summary>The folder of <see cref="FilingPlace.Review"/>.</summary>
    public string ReviewFolder { get; init; } = FolderName.Inbox;

    /// <summary>As <see cref="ScreenVerdict.MayBeForwarded"/>, by the class that the message has for this mailbox.</summary>
    public bool MayBeForwarded { get; init; } = true;

    public SenderStanding Standing { get; init; } = SenderStanding.Verified;

    /// <summary>How much it looks like spam, 0 to 1; <c>null</c> when the filter was not asked.</summary>
    public double? Score { get; init; }

    /// <summary>As in <see cref="Sieve.SieveEnvironment.VirusStatus"/>; <c>null</c> when nothing was scanned.</summary>
    public int? VirusStatus { get; init; }

    /// <summary>For the decision record; <c>null</c> when there is nothing to tell but <see cref="Reason"/>.</summary>
    public ScreeningRecord? Record { get; init; }

    /// <summary>What holds for every mailbox: nothing is known of the owner.</summary>
    public static MailboxVerdict Of(ScreenVerdict verdict) => new(verdict.Reason)
    {
        MayBeForwarded = verdict.MayBeForwarded,
        Standing = verdict.Standing,
    };

    /// <summary>What was said when the message was delivered, as far as its record tells; for trying rules on it.</summary>
    internal static MailboxVerdict Recorded(DecisionRecord decision) => new(decision.Screen) { Score = decision.Screening?.Score };
}

using System.Globalization;
using Mail.Core;

namespace Mail.Ctl;

/// <summary>The part of a message that goes to one destination.</summary>
/// <param name="State"><c>queued</c> or <c>held</c>.</param>
/// <param name="LastReply">What came of the last attempt.</param>
/// <param name="LeaseOwner">Who is at it now; <c>null</c> when nobody is.</param>
internal sealed record OutboundJobView(
    string Id,
    string Destination,
    string State,
    int Attempts,
    DateTimeOffset? NextAttemptAt,
    string? LastReply,
    string? LeaseOwner,
    DateTimeOffset? LeaseUntil,
    IReadOnlyList<OutboundRecipientView> Recipients)
{
    public static OutboundJobView From(OutboundJob job, DateTimeOffset now)
    {
        var isLeased = job.IsLeasedAt(now);
        return new(
            job.JobId,
            job.Destination,
            SettingText.Choice(job.State),
            job.Attempts,
            job.NextAttemptAt,
            job.LastReply,
            isLeased ? job.LeaseOwner : null,
            isLeased ? job.LeaseUntil : null,
            [.. job.Recipients.Select(OutboundRecipientView.From)]);
    }

    public void Write(TextAnswer text)
    {
        var next = LeaseOwner is not null ? $"an attempt is under way at {LeaseOwner}, until {Moment.Format(LeaseUntil)} at most"
            : NextAttemptAt is null ? "next attempt at once"
            : "next attempt " + Moment.Format(NextAttemptAt);
        text.Line(string.Create(CultureInfo.InvariantCulture, $"Job {Id} for {Destination}: {State}, {Attempts} attempts, {next}"));
        foreach (var recipient in Recipients)
        {
            text.Line("  " + recipient);
        }
    }
}

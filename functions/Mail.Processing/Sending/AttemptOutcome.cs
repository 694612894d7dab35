using Mail.Core;

namespace Mail.Processing;

/// <summary>What an attempt came to, for a job: results by address, and what holds for all of them.</summary>
internal sealed class AttemptOutcome
{
    private readonly Dictionary<MailAddress, (RecipientResult Result, string? Host, bool IsRelayed, TimeSpan Lifetime, bool IsDiscarded)> _results = [];

    /// <summary>One for each address that the attempt was about.</summary>
    public IEnumerable<RecipientResult> Results => _results.Values.Select(known => known.Result);

    /// <summary>The last thing that was said, for the operator.</summary>
    public string LastReply { get; private set; } = "";

    /// <param name="lifetime">How long delivery is tried on this way.</param>
    public void Add(SendResult result, TimeSpan lifetime, bool isDiscarded = false)
    {
        foreach (var recipient in result.Recipients)
        {
            var host = recipient.Reply?.Host ?? result.Host;
            _results[recipient.Address] = (recipient, host, !result.SupportsDsn, lifetime, isDiscarded);
            LastReply = recipient.Reply?.ToString() ?? recipient.Reason;
        }
    }

    /// <summary>The next server took it, and will not tell its sender: then it is for us to do, if he wants to know (RFC 3461 §5.2.2).</summary>
    public bool IsRelayed(OutboundRecipient recipient) =>
        _results.TryGetValue(recipient.Address, out var known) && known is { Result.Outcome: SendOutcome.Sent, IsRelayed: true, IsDiscarded: false };

    /// <summary>The job after the attempt, without notices. Recipients that the attempt was not about stay as they are.</summary>
    /// <param name="now">When the attempt ended.</param>
    public OutboundJob Apply(OutboundJob job, SiteSettings settings, DateTimeOffset now)
    {
        var after = job with
        {
            Recipients = [.. job.Recipients.Select(recipient => recipient.IsPending ? Apply(recipient, job.QueueId.Time, now) : recipient)],
            Attempts = job.Attempts + 1,
            LastReply = LastReply,
        };
        return after with { NextAttemptAt = after.IsDone ? null : now + settings.RetryDelay(after.Attempts) };
    }

    private OutboundRecipient Apply(OutboundRecipient recipient, DateTimeOffset arrivedAt, DateTimeOffset now)
    {
        if (!_results.TryGetValue(recipient.Address, out var known))
        {
            return recipient;
        }

        var (result, host, _, lifetime, isDiscarded) = known;
        var isOver = result.Outcome == SendOutcome.Temporary && now - arrivedAt >= lifetime;
        var state = result.Outcome switch
        {
            SendOutcome.Sent => isDiscarded ? OutboundRecipientState.Discarded : OutboundRecipientState.Sent,
            SendOutcome.Permanent => OutboundRecipientState.Failed,
            _ => isOver ? OutboundRecipientState.Failed : OutboundRecipientState.Pending,
        };
        return recipient with
        {
            State = state,
            Reply = result.Reply,
            Status = result.Status,
            Host = host,
            Reason = isOver ? $"given up after {SettingText.Time(lifetime)}: {result.Reason}" : result.Reason,
            At = state == OutboundRecipientState.Pending ? null : now,
        };
    }
}

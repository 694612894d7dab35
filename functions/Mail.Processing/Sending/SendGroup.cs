using Mail.Core;

namespace Mail.Processing;

/// <summary>Those pending recipients of a job that go the same way.</summary>
internal sealed record SendGroup(Transport Transport, string NextHop, IReadOnlyList<OutboundRecipient> Recipients)
{
    /// <summary>A next hop is there, or not; the other kinds are decided here.</summary>
    public bool HasNextHop => Transport.Kind is TransportKind.Direct or TransportKind.Smarthost;

    public static async Task<List<SendGroup>> SplitAsync(OutboundJob job, ITransports transports, CancellationToken cancellationToken)
    {
        var groups = new Dictionary<Transport, List<OutboundRecipient>>();
        foreach (var recipient in job.Recipients.Where(recipient => recipient.IsPending))
        {
            var transport = await transports.FindAsync(recipient.Address, job.ReversePath, cancellationToken);
            if (!groups.TryGetValue(transport, out var members))
            {
                groups.Add(transport, members = []);
            }

            members.Add(recipient);
        }

        return [.. groups.Select(group => new SendGroup(group.Key, group.Key.NextHop(job.Destination), group.Value))];
    }

    /// <summary>The same outcome for everybody.</summary>
    public IEnumerable<RecipientResult> All(SendOutcome outcome, string status, string reason) =>
        Recipients.Select(recipient => new RecipientResult(recipient.Address, outcome, status, reason));
}

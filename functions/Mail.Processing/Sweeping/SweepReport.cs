namespace Mail.Processing;

/// <summary>What one sweep did. The order of the fields is the order of the work.</summary>
/// <param name="Orphans">Spooled messages without a disposition that were enqueued.</param>
/// <param name="Overdue">Deferred messages, and jobs for other servers, whose attempt did not happen and that were enqueued.</param>
/// <param name="Adopted">Dropped files that became messages.</param>
/// <param name="Expired">Messages whose retention ended and that were removed from the spool.</param>
/// <param name="Marks">Delivery marks forgotten with them.</param>
/// <param name="Deferred">Messages that wait for another attempt: seen, not done.</param>
public sealed record SweepReport(int Orphans, int Overdue, int Adopted, int Expired, int Marks, int Deferred)
{
    public bool DidNothing => this is { Orphans: 0, Overdue: 0, Adopted: 0, Expired: 0, Marks: 0 };
}

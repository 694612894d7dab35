namespace Mail.Ctl;

/// <summary>
/// What one message costs in requests and time, measured in the access log of the storage emulator and in the processes' CPU time: 40 messages in one session to a local account, 40
/// submitted by a user for 40 domains elsewhere, after as many to warm up. What is read once in ten seconds for all (directory, rules, settings) does not count.
/// docs/cost.md says how to measure again.
/// </summary>
/// <param name="BlobWrites">Put Blob.</param>
/// <param name="BlobReads">Get Blob.</param>
/// <param name="TableRequests">An entity-group transaction is one.</param>
/// <param name="QueueRequests">Messages put, taken, hidden for longer and deleted; a look that takes 32 counts a part.</param>
/// <param name="Executions">Invocations of functions.</param>
/// <param name="CpuSeconds">Of the functions.</param>
/// <param name="LogBytes">Of both processes, at level Information.</param>
internal sealed record MessageCounts(double BlobWrites, double BlobReads, double TableRequests, double QueueRequests, double Executions, double CpuSeconds, double LogBytes)
{
    public static MessageCounts Received { get; } = new(BlobWrites: 2, BlobReads: 1, TableRequests: 1.6, QueueRequests: 2.6, Executions: 1, CpuSeconds: 0.0085, LogBytes: 700);

    public static MessageCounts Sent { get; } = new(BlobWrites: 1, BlobReads: 2, TableRequests: 9, QueueRequests: 7.2, Executions: 2, CpuSeconds: 0.0085, LogBytes: 700);

    public MessageCounts Times(double messages) => new(
        BlobWrites * messages, BlobReads * messages, TableRequests * messages, QueueRequests * messages, Executions * messages, CpuSeconds * messages, LogBytes * messages);

    public MessageCounts Plus(MessageCounts other) => new(
        BlobWrites + other.BlobWrites, BlobReads + other.BlobReads, TableRequests + other.TableRequests, QueueRequests + other.QueueRequests, Executions + other.Executions,
        CpuSeconds + other.CpuSeconds, LogBytes + other.LogBytes);
}

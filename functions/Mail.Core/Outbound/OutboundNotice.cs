namespace Mail.Core;

/// <summary>
/// A notice (DSN) that a job owes. It is written into the job, with its queue id, before it is spooled: whoever repeats the work after a crash
/// spools it under the same id, so nobody is told twice.
/// </summary>
/// <param name="QueueId">Of the notice as a message.</param>
/// <param name="Kind">What it tells.</param>
/// <param name="Recipients">The job's recipients that it tells of, by their place in <see cref="OutboundJob.Recipients"/>, from 0.</param>
public sealed record OutboundNotice(QueueId QueueId, NoticeKind Kind, IReadOnlyList<int> Recipients);

namespace Mail.Ctl;

/// <param name="Requeued">Ids of messages sent to their queues again.</param>
/// <param name="Kept">Messages of poison queues that nobody can read; they stay where they are.</param>
internal sealed record RequeueView(IReadOnlyList<string> Requeued, IReadOnlyList<KeptPoisonView> Kept);

/// <param name="Body">As it stands in the queue.</param>
internal sealed record KeptPoisonView(string Id, string Queue, string Body);

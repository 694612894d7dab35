namespace Mail.Processing;

/// <summary>A message that stays where it is, for its owner to know.</summary>
/// <param name="At">When that was found out; it names the notice.</param>
/// <param name="Uid">As <see cref="Mail.Core.FetchMark.Uid"/>.</param>
/// <param name="From">Of its header, as it stands there; empty when it could not be read.</param>
internal sealed record FetchedRemark(DateTimeOffset At, ulong Uid, string Reason, string From, string Subject, long Size);

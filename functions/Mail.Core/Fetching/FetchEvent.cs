namespace Mail.Core;

/// <summary>A line of <c>mailctl fetch log</c>: a visit that fetched something, failed, or was the first that did not fail.</summary>
/// <param name="Messages">Fetched.</param>
/// <param name="Octets">Of these.</param>
/// <param name="Text">What happened, in words.</param>
public sealed record FetchEvent(DateTimeOffset At, bool IsFailure, int Messages, long Octets, TimeSpan Took, string Text);

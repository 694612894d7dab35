namespace Mail.Core;

/// <summary>What is remembered of a network, or of a pair of correspondents from it.</summary>
/// <param name="Passed">Of a pair: 1 when it came again in time. Of a network: how many of its pairs did.</param>
/// <param name="Expires">From then on it is as if there were nothing.</param>
public sealed record GreylistEntry(DateTimeOffset FirstSeen, DateTimeOffset LastSeen, int Passed, DateTimeOffset Expires);

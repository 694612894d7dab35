namespace Mail.Functions;

/// <param name="Id">The caller's name for this call, for the log.</param>
/// <param name="Trigger">What came with it.</param>
/// <param name="TraceParent">W3C trace context of the caller; <c>null</c> when it has none.</param>
public sealed record FunctionInvocation(string Id, Trigger Trigger, string? TraceParent = null);

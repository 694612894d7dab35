namespace Mail.Processing;

/// <summary>Another visit to the same account goes on: this one must stop.</summary>
internal sealed class FetchLockLostException() : Exception("another visit goes on");

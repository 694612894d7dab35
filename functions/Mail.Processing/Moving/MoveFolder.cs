namespace Mail.Processing;

/// <param name="Remote">Its name there.</param>
/// <param name="Local">Its name here.</param>
/// <param name="HoldsAll">It has every message of the account (RFC 6154 <c>\All</c>): only what no other folder has is wanted.</param>
internal sealed record MoveFolder(string Remote, string Local, bool HoldsAll);

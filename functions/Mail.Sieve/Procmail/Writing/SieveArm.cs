namespace Mail.Sieve.Procmail;

/// <param name="Test"><c>null</c> for <c>else</c>.</param>
internal sealed record SieveArm(SieveTest? Test, IReadOnlyList<SieveCommand> Body);

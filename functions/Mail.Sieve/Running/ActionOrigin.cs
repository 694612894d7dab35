namespace Mail.Sieve;

/// <summary>The command that asked for an action; line 0 for the implicit keep, which nobody wrote (RFC 5228 §2.10.2).</summary>
/// <param name="Scope">The name of the scope that it ran in.</param>
/// <param name="Script">The name of the script or row.</param>
public sealed record ActionOrigin(string Scope, string Script, int Line);

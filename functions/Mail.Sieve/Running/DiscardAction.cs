namespace Mail.Sieve;

/// <summary>The message is dropped (RFC 5228 §4.4). Only ever there when nothing stores, forwards or rejects it.</summary>
public sealed record DiscardAction : SieveAction;

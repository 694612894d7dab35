namespace Mail.Sieve;

/// <summary>A positional argument (RFC 5228 §2.6.1).</summary>
/// <param name="Name">What it means, for messages: <c>mailbox</c>.</param>
/// <param name="IsOptional">Only the last ones, or those told apart by their type, as RFC 5232 has it for the variable of <c>addflag</c>.</param>
internal sealed record PositionalDefinition(string Name, ArgumentType Type, bool IsOptional = false);

using Mail.Core;
using Mail.Sieve;

namespace Mail.Processing;

/// <summary>What the compiler made of a rule.</summary>
/// <param name="Script"><c>null</c> when there is a problem.</param>
/// <param name="Problem">In words; <c>null</c> when there is none.</param>
internal sealed record CompiledRule(Rule Rule, SieveScript? Script, string? Problem);

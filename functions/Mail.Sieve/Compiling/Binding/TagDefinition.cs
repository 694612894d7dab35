namespace Mail.Sieve;

/// <summary>A tagged argument (RFC 5228 §2.6.2).</summary>
/// <param name="Name">In lower case, without the colon.</param>
/// <param name="Value">What follows the tag.</param>
/// <param name="Capability">The extension that adds it; <c>null</c> if it comes with the command.</param>
/// <param name="Group">Of the tags of one group at most one may be given, as of <c>:is</c> and <c>:contains</c>; <c>null</c> for a group of its own.</param>
internal sealed record TagDefinition(string Name, ArgumentType Value = ArgumentType.None, string? Capability = null, string? Group = null);

namespace Mail.Sieve;

/// <summary>The tag <c>:flags</c> of the commands that store messages (RFC 5232 §5).</summary>
internal static class FlagTag
{
    public const string Name = "flags";

    public static TagDefinition Definition { get; } = new(Name, ArgumentType.StringList, Capability.Imap4Flags);

    /// <summary>Those of the tag, or of the variable that the flag commands set if there is no tag.</summary>
    public static IReadOnlyList<string> Flags(TextList? tag, SieveRun run) => tag is null ? run.Flags : FlagList.Parse(tag.Expand(run));
}

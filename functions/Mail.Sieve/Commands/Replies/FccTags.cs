namespace Mail.Sieve;

/// <summary>The tag <c>:fcc</c> of the commands that send something, with those of <c>fileinto</c> that go with it (RFC 8580 §3).</summary>
internal static class FccTags
{
    private const string Fcc = "fcc";
    private const string Create = "create";
    private const string SpecialUse = "specialuse";

    public static IReadOnlyList<TagDefinition> Definitions { get; } =
    [
        new(Fcc, ArgumentType.String, Capability.Fcc),
        new(Create, Capability: Capability.Mailbox),
        FlagTag.Definition,
        new(SpecialUse, ArgumentType.String, Capability.SpecialUse),
    ];

    /// <summary>Makes the copy when the command runs; <c>null</c> if the script wants none.</summary>
    public static Func<SieveRun, FileCopy>? From(BoundArguments arguments)
    {
        var mailbox = arguments.Text(Fcc);
        if (mailbox is null)
        {
            foreach (var tag in Definitions.Where(t => arguments.Has(t.Name)))
            {
                arguments.Fail(tag.Name, $"expected ':{Fcc}' beside ':{tag.Name}'");
            }

            return null;
        }

        var create = arguments.Has(Create);
        var specialUse = arguments.Text(SpecialUse);
        var flags = arguments.Texts(FlagTag.Name);
        return run => new FileCopy
        {
            Mailbox = mailbox.Expand(run),
            Create = create,
            SpecialUse = specialUse?.Expand(run),
            // RFC 8580 §3.1.1 has only the tag: the variable of the flag commands is about the message that is sorted.
            Flags = flags is null ? [] : FlagList.Parse(flags.Expand(run)),
        };
    }
}

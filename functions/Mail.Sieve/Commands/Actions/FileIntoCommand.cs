namespace Mail.Sieve;

/// <summary><c>fileinto</c> (RFC 5228 §4.1), with <c>:copy</c> (RFC 3894), <c>:flags</c> (RFC 5232), <c>:create</c> (RFC 5490), <c>:specialuse</c> (RFC 8579).</summary>
internal sealed class FileIntoCommand : CommandDefinition
{
    private const string Mailbox = "mailbox";
    private const string Copy = "copy";
    private const string Create = "create";
    private const string SpecialUse = "specialuse";

    public override string Name => "fileinto";

    public override string Capability => Sieve.Capability.Fileinto;

    public override IReadOnlyList<TagDefinition> Tags { get; } =
    [
        new(Copy, Capability: Sieve.Capability.Copy),
        FlagTag.Definition,
        new(Create, Capability: Sieve.Capability.Mailbox),
        new(SpecialUse, ArgumentType.String, Sieve.Capability.SpecialUse),
    ];

    public override IReadOnlyList<PositionalDefinition> Positionals { get; } = [new(Mailbox, ArgumentType.String)];

    public override CommandNode Compile(BoundArguments arguments)
    {
        if (arguments.Text(SpecialUse)?.Constant is { } attribute && !SpecialUseAttribute.IsValid(attribute))
        {
            arguments.Fail(SpecialUse, $"expected a special-use attribute such as \\Junk, but found '{attribute}'");
        }

        if (arguments.Text(Mailbox)!.Constant is { } mailbox && MailboxName.Problem(mailbox) is { } problem)
        {
            arguments.Fail(Mailbox, problem);
        }

        return new Node(arguments.Position)
        {
            Mailbox = arguments.Text(Mailbox)!,
            Copy = arguments.Has(Copy),
            Create = arguments.Has(Create),
            SpecialUse = arguments.Text(SpecialUse),
            Flags = arguments.Texts(FlagTag.Name),
        };
    }

    private sealed class Node(ScriptPosition position) : ActionNode(position)
    {
        public required TextTemplate Mailbox { get; init; }

        public required bool Copy { get; init; }

        public required bool Create { get; init; }

        public required TextTemplate? SpecialUse { get; init; }

        public required TextList? Flags { get; init; }

        protected override void Execute(SieveRun run)
        {
            var mailbox = Mailbox.Expand(run);
            if (MailboxName.Problem(mailbox) is { } problem)
            {
                run.Fail(Position, problem);
                return;
            }

            // RFC 3894 §3: with :copy the implicit keep stands.
            run.Actions.ImplicitKeep &= Copy;
            run.Add(
                new FileIntoAction
                {
                    Origin = run.Origin(Position),
                    Mailbox = mailbox,
                    Create = Create,
                    SpecialUse = SpecialUse?.Expand(run),
                    Flags = FlagTag.Flags(Flags, run),
                    Edits = run.Edits,
                },
                Position);
        }
    }
}

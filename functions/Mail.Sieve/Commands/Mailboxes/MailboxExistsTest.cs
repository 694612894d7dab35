namespace Mail.Sieve;

/// <summary><c>mailboxexists</c> (RFC 5490 §3.1): all of the mailboxes.</summary>
internal sealed class MailboxExistsTest : TestDefinition
{
    private const string Mailboxes = "mailboxes";

    public override string Name => "mailboxexists";

    public override string Capability => Sieve.Capability.Mailbox;

    public override IReadOnlyList<PositionalDefinition> Positionals { get; } = [new(Mailboxes, ArgumentType.StringList)];

    public override TestNode Compile(BoundArguments arguments) => new Node(arguments.Position, arguments.Texts(Mailboxes)!);

    private sealed class Node(ScriptPosition position, TextList mailboxes) : TestNode
    {
        public override async ValueTask<bool> EvaluateAsync(SieveRun run)
        {
            foreach (var mailbox in mailboxes.Expand(run))
            {
                run.Spend(SieveRun.CostOfQuestion, position);
                if (run.HasFailed || !await run.Host.MailboxExistsAsync(mailbox, run.Cancellation))
                {
                    return false;
                }
            }

            return true;
        }
    }
}

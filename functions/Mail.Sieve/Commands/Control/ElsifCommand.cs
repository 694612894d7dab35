namespace Mail.Sieve;

/// <summary><c>elsif</c> (RFC 5228 §3.1).</summary>
internal sealed class ElsifCommand : CommandDefinition, IConditional
{
    public override string Name => "elsif";

    public override TestsTaken Tests => TestsTaken.One;

    public override bool TakesBlock => true;

    public override CommandNode? Compile(BoundArguments arguments) => Attach(arguments, arguments.Tests[0]);

    public bool IsNever(BoundArguments arguments) =>
        arguments.Tests is [{ Known: false, IsFromIhave: true }] || arguments.PreviousNode is IfNode { IsDecidedByIhave: true };

    /// <summary>Adds a branch to the <c>if</c> before.</summary>
    public static CommandNode? Attach(BoundArguments arguments, TestNode test)
    {
        if (arguments.PreviousCommand?.Name is not ("if" or "elsif"))
        {
            arguments.Fail($"expected 'if' or 'elsif' before '{arguments.Name}'");
            return null;
        }

        // After an error in the if there is nothing to attach to, and the script will not run.
        (arguments.PreviousNode as IfNode)?.Add(test, arguments.Block);
        return arguments.PreviousNode;
    }
}

namespace Mail.Sieve;

/// <summary>Tests and blocks within commands, and strings.</summary>
internal sealed partial class ScriptBinder
{
    private bool TryBindTests(Definition definition, SyntaxCommand command, BoundArguments bound)
    {
        var taken = definition.Tests;
        if (taken == TestsTaken.None && command.Tests.Count > 0)
        {
            Problems.Add(command.Tests[0].Position, $"'{command.Name}' takes no test");
            return false;
        }

        if (taken == TestsTaken.One && (command.Tests.Count != 1 || command.HasTestList))
        {
            Problems.Add(command.Position, $"expected one test after '{command.Name}', not in parentheses");
            return false;
        }

        // A single test is no list (RFC 5228 §5.2, §5.3).
        if (taken == TestsTaken.List && !command.HasTestList)
        {
            Problems.Add(command.Position, $"expected tests in parentheses after '{command.Name}'");
            return false;
        }

        bound.Tests = BindTests(definition, command.Tests);
        return true;
    }

    private TestNode[] BindTests(Definition definition, IReadOnlyList<SyntaxCommand> tests)
    {
        var nodes = new TestNode[tests.Count];
        var muted = 0;
        for (var i = 0; i < nodes.Length; i++)
        {
            nodes[i] = BindTest(tests[i]);
            if (definition is IShortCircuit circuit && nodes[i].Known == circuit.EndsOn)
            {
                // RFC 5463 §4: what cannot run may name what is not there.
                Problems.Mute();
                muted++;
            }
        }

        for (; muted > 0; muted--)
        {
            Problems.Unmute();
        }

        return nodes;
    }

    private bool TryBindBlock(Definition definition, SyntaxCommand command, BoundArguments bound)
    {
        var takesBlock = definition is CommandDefinition { TakesBlock: true };
        if (takesBlock != command.Block is not null)
        {
            Problems.Add(command.Position, takesBlock ? $"expected a block after '{command.Name}'" : $"expected ';' after '{command.Name}', not a block");
            return false;
        }

        if (command.Block is not null)
        {
            bound.Block = BindBlock(command.Block, isReachable: !IsNever(definition, bound));
        }

        return true;
    }

    private BlockNode BindBlock(IReadOnlyList<SyntaxCommand> commands, bool isReachable)
    {
        if (!isReachable)
        {
            Problems.Mute();
        }

        Depth++;
        var block = Bind(commands);
        Depth--;
        if (!isReachable)
        {
            Problems.Unmute();
        }

        return block;
    }

    private static bool IsNever(Definition definition, BoundArguments bound) =>
        definition is IConditional conditional && conditional.IsNever(bound);

    /// <summary>A string as it will be used: encoded characters decoded, variables found.</summary>
    public TextTemplate Template(SyntaxString text)
    {
        var value = text.Text;
        if (IsActive(Capability.EncodedCharacter))
        {
            value = EncodedCharacters.Decode(value, error => Problems.Add(text.Position, error));
        }

        return IsActive(Capability.Variables)
            ? TextTemplate.Parse(value, this, text.Position)
            : TextTemplate.Of(value);
    }
}

namespace Mail.Sieve;

/// <summary>Tests and blocks within commands, and strings.</summary>
internal sealed partial class ScriptBinder
{
    private bool TryBindTests(Definition definition, SyntaxCommand command, BoundArguments bound, bool isBound)
    {
        var taken = definition.Tests;
        if (taken == TestsTaken.None && command.Tests.Count > 0)
        {
            ReportTests(definition, command, isBound);
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

    /// <summary>Tests where none belong are usually something else that lacks a character.</summary>
    private void ReportTests(Definition definition, SyntaxCommand command, bool isBound)
    {
        var first = command.Tests[0];
        if (Language.Tests(first.Name).Count > 0)
        {
            // When the arguments are wrong as well, that has been said.
            if (isBound)
            {
                Problems.Add(first.Position, $"the {definition.Describe()} accepts no sub-tests, but some are specified");
            }
        }
        else if (definition.Tags.Any(t => t.Name == first.Name))
        {
            Problems.Add(first.Position, $"missing colon before '{first.Name}': expected the tag ':{first.Name}' of the {definition.Describe()}");
        }
        else
        {
            Problems.Add(first.Position, $"missing semicolon at the end of the {definition.Describe()}: expected ';'");
        }
    }

    private TestNode[] BindTests(Definition definition, IReadOnlyList<SyntaxCommand> tests)
    {
        var nodes = new TestNode[tests.Count];
        var muted = 0;
        for (var i = 0; i < nodes.Length; i++)
        {
            nodes[i] = BindTest(tests[i]);
            if (definition is IShortCircuit circuit && nodes[i].Known == circuit.EndsOn && nodes[i].IsFromIhave)
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
            bound.Block = definition is ILoop loop
                ? BindLoop(command.Block, loop.LoopName(bound))
                : BindBlock(command.Block, isReachable: !IsNever(definition, bound));
        }

        return true;
    }

    private BlockNode BindLoop(IReadOnlyList<SyntaxCommand> commands, string name)
    {
        Loops.Add(name);
        var block = BindBlock(commands, isReachable: true);
        Loops.RemoveAt(Loops.Count - 1);
        return block;
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

    /// <summary>The variable that a name without a namespace means here.</summary>
    public VariableTarget Variable(string name)
    {
        name = name.ToLowerInvariant();
        return _globals.Contains(name) ? new GlobalVariable(name) : new LocalVariable(name);
    }

    /// <summary>From here on the name means a variable that included scripts share (RFC 6609 §3.4.1).</summary>
    /// <returns>False if the script has set a variable of its own under the name before.</returns>
    public bool TryDeclareGlobal(string name)
    {
        _globals.Add(name.ToLowerInvariant());
        return !_locals.Contains(name.ToLowerInvariant());
    }

    /// <summary>The variable that a command sets, as it is written: <c>name</c> or <c>namespace.name</c> (RFC 5229 §4).</summary>
    public VariableTarget? SettableVariable(string name, out string? error)
    {
        var variable = ReadableVariable(name, out error);
        if (variable is LocalVariable && _locals.Add(variable.Name) && _locals.Count == Options.MaxVariables + 1)
        {
            error = $"expected at most {Options.MaxVariables} variables in a script";
            return null;
        }

        return variable;
    }

    /// <summary>As <see cref="SettableVariable"/>, for what only reads.</summary>
    public VariableTarget? ReadableVariable(string name, out string? error)
    {
        error = null;
        if (name.Contains('.', StringComparison.Ordinal) && TextTemplate.IsReference(name))
        {
            return VariableNamespaces.Find(name, this, out error);
        }

        if (!VariableName.IsIdentifier(name) || name.Length > VariableName.MaxLength)
        {
            error = $"expected the name of a variable, letters, digits and '_' up to {VariableName.MaxLength}, but found '{name}'";
            return null;
        }

        return Variable(name);
    }

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

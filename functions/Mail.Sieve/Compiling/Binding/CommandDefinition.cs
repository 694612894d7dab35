namespace Mail.Sieve;

/// <summary>An action or control command.</summary>
internal abstract class CommandDefinition : Definition
{
    /// <summary>It ends in a block, not in a semicolon.</summary>
    public virtual bool TakesBlock => false;

    /// <summary>
    /// Called with arguments that fit the definition. Reports what else is wrong with them to the arguments.
    /// </summary>
    /// <returns><c>null</c> when there is nothing to run: after an error, or for what only matters to the compiler.</returns>
    public abstract CommandNode? Compile(BoundArguments arguments);
}

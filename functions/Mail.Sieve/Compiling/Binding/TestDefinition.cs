namespace Mail.Sieve;

/// <summary>A test.</summary>
internal abstract class TestDefinition : Definition
{
    /// <summary>Called with arguments that fit the definition. Reports what else is wrong with them to the arguments.</summary>
    public abstract TestNode Compile(BoundArguments arguments);
}

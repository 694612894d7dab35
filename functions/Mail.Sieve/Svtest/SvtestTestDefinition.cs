namespace Mail.Sieve.Svtest;

/// <summary>A test of the test language.</summary>
internal abstract class SvtestTestDefinition : TestDefinition
{
    public sealed override string? Capability => SvtestNames.Capability;
}

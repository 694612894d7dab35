namespace Mail.Sieve.Svtest;

/// <summary>A command of the test language. Its node finds the session as the host of the run.</summary>
internal abstract class SvtestCommandDefinition : CommandDefinition
{
    public sealed override string? Capability => SvtestNames.Capability;
}

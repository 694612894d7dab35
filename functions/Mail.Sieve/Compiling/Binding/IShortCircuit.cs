namespace Mail.Sieve;

/// <summary>A test that looks no further once one of its tests has a certain outcome.</summary>
internal interface IShortCircuit
{
    bool EndsOn { get; }
}

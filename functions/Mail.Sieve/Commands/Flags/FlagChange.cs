namespace Mail.Sieve;

/// <summary>What a flag command does to the flags that are there.</summary>
internal enum FlagChange
{
    Set,
    Add,
    Remove,
}

namespace Mail.Local.Tests.Durable;

/// <summary>
/// Changes storage with one request at a time and remembers what was acknowledged, so that at most one request is in
/// doubt when the emulator dies.
/// </summary>
internal interface IWorkload
{
    /// <summary>Creates what the requests need.</summary>
    Task PrepareAsync();

    /// <summary>One random change. Throws when it was not acknowledged; it is in doubt then.</summary>
    Task StepAsync();

    /// <summary>Asserts that storage holds what was acknowledged, and settles the change that is in doubt either way.</summary>
    Task VerifyAsync();
}

namespace Mail.Processing;

/// <summary>What was forgotten.</summary>
/// <param name="Rejects">Records of refused mail.</param>
/// <param name="Greylist">Entries of greylisting.</param>
/// <param name="Suppressions">Addresses to which nothing was sent.</param>
/// <param name="Vacations">Answers of absent owners.</param>
/// <param name="Duplicates">Messages that tests for duplicates have seen.</param>
public sealed record PruningReport(int Rejects, int Greylist, int Suppressions, int Vacations, int Duplicates)
{
    public static PruningReport Nothing { get; } = new(0, 0, 0, 0, 0);
}

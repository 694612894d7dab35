namespace Mail.Processing;

/// <summary>What was forgotten.</summary>
/// <param name="Rejects">Records of refused mail.</param>
/// <param name="Greylist">Entries of greylisting.</param>
public sealed record AccessPruningReport(int Rejects, int Greylist)
{
    public static AccessPruningReport Nothing { get; } = new(0, 0);
}

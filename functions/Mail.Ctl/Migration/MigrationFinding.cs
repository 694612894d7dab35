namespace Mail.Ctl;

/// <summary>What stands in the way of an entry, or does not.</summary>
/// <param name="Outcome"><see cref="MigrationOutcome.Made"/>: nothing does.</param>
/// <param name="Remark">Worth knowing; <c>null</c> when nothing is.</param>
internal readonly record struct MigrationFinding(MigrationOutcome Outcome, string? Remark = null)
{
    public static MigrationFinding Free { get; } = new(MigrationOutcome.Made);

    public static MigrationFinding Same { get; } = new(MigrationOutcome.AlreadyThere);

    public static MigrationFinding NotConverted(string reason) => new(MigrationOutcome.NotConverted, reason);

    public static MigrationFinding Different(string there) => new(MigrationOutcome.Different, $"there is {there}; --replace puts this in its place");
}

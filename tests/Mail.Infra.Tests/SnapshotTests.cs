namespace Mail.Infra.Tests;

public sealed class SnapshotTests
{
    public static TheoryData<string> Profiles =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Bicep.Folder, "profiles"), "*.bicepparam").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal),
    ];

    /// <summary>A change of the templates is seen in what they make; infra/README.md says how the snapshots are made anew.</summary>
    [Theory]
    [MemberData(nameof(Profiles))]
    public async Task What_would_be_deployed_is_what_the_snapshot_says(string profile)
    {
        var (exitCode, output) = await Snapshot.CompareAsync(profile);

        Assert.True(exitCode == 0, output);
    }
}

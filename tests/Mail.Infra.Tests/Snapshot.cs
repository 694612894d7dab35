using System.Collections.Concurrent;
using System.Text.Json;

namespace Mail.Infra.Tests;

/// <summary>What one way of deploying makes, as bicep predicts it from the templates of now.</summary>
internal sealed class Snapshot
{
    // Names are made of them; any will do, as long as they stay.
    private static readonly string[] Place =
    [
        "--subscription-id", "00000000-0000-0000-0000-000000000002", "--tenant-id", "00000000-0000-0000-0000-000000000003", "--location", "westeurope",
    ];

    private static readonly ConcurrentDictionary<string, Task<Snapshot>> Known = [];

    private Snapshot(JsonElement root)
    {
        Resources = [.. root.GetProperty("predictedResources").EnumerateArray()];
        Outputs = root.GetProperty("outputs");
    }

    public IReadOnlyList<JsonElement> Resources { get; }

    public JsonElement Outputs { get; }

    /// <summary>Compares with the snapshot that stands beside the profile.</summary>
    public static Task<(int ExitCode, string Output)> CompareAsync(string profile) =>
        Bicep.RunAsync(["snapshot", $"profiles/{profile}.bicepparam", "--mode", "Validate", .. Place]);

    /// <summary>Read from the file, which <see cref="CompareAsync"/> holds to the templates.</summary>
    public static Task<Snapshot> ReadAsync(string profile) => Known.GetOrAdd(profile, ReadFileAsync);

    private static async Task<Snapshot> ReadFileAsync(string profile)
    {
        var (exitCode, output) = await CompareAsync(profile);
        Assert.True(exitCode == 0, output);
        var text = await File.ReadAllBytesAsync(Path.Combine(Bicep.Folder, "profiles", $"{profile}.snapshot.json"));
        return new Snapshot(JsonDocument.Parse(text).RootElement);
    }

    public IEnumerable<JsonElement> Of(string type) => Resources.Where(resource => resource.GetProperty("type").GetString() == type);

    public JsonElement One(string type) => Assert.Single(Of(type)).GetProperty("properties");
}

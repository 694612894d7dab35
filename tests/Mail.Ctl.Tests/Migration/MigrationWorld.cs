using System.Text.Json;

namespace Mail.Ctl.Tests;

/// <summary>An installation with alice@example.test, and files of another server to be brought into it.</summary>
internal sealed class MigrationWorld : IDisposable
{
    public CtlWorld Ctl { get; } = CtlWorld.WithAlice();

    public TemporaryDirectory Files { get; } = new();

    public void Dispose() => Files.Dispose();

    /// <summary>Runs <c>mailctl migrate …</c> on a file with this text; each finding as <c>line outcome becomes | remark</c>.</summary>
    public async Task<IReadOnlyList<string>> MigrateAsync(string verb, string text, params string[] more)
    {
        var run = await Ctl.RunAsync(["migrate", verb, Files.Write(verb, text), "--json", .. more]);
        return [.. run.Succeeded().Json.GetProperty("findings").EnumerateArray().Select(Line)];
    }

    /// <summary>As <see cref="MigrateAsync"/>, twice: the second time there is nothing left to do.</summary>
    public async Task<IReadOnlyList<string>> MigrateTwiceAsync(string verb, string text, params string[] more)
    {
        var dry = await MigrateAsync(verb, text, [.. more, "--dry-run"]);
        var first = await MigrateAsync(verb, text, more);
        Assert.Equal(dry, first);
        Assert.Equal(
            first.Select(line => line.Replace(" made ", " already there ", StringComparison.Ordinal)),
            await MigrateAsync(verb, text, more));
        return first;
    }

    public async Task<IReadOnlyList<string>> AliasesAsync() =>
        [.. (await Ctl.RunAsync("alias list --json")).Succeeded().Json.EnumerateArray()
            .Select(alias => $"{alias.GetProperty("name")}: {string.Join(", ", alias.GetProperty("targets").EnumerateArray())}")
            .Order(StringComparer.Ordinal)];

    private static string Line(JsonElement finding)
    {
        var becomes = finding.GetProperty("becomes").GetString() is { } text ? " " + text : "";
        var remark = finding.GetProperty("remark").GetString() is { } note ? " | " + note : "";
        return $"{finding.GetProperty("line")} {finding.GetProperty("outcome")}{becomes}{remark}";
    }
}

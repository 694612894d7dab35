using System.Diagnostics;

namespace Mail.Ctl.Tests;

/// <summary>What our readers make of a file, held against what Postfix's own programs find in it. Files are made by chance, the same for each seed.</summary>
public sealed class PostfixLookupTests : IDisposable
{
    private readonly TemporaryDirectory _files = new();

    public void Dispose() => _files.Dispose();

    public static TheoryData<int> Seeds() => [.. Enumerable.Range(1, 5)];

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Seeds))]
    public async Task Aliases_lead_where_postalias_says(int seed)
    {
        var text = Generate(seed, ":", name => name.Replace("@", ".", StringComparison.Ordinal));
        var file = _files.Write("aliases", text);
        await RunAsync("postalias", "", "hash:" + file);

        var ours = new AliasFile("example.test", _ => null).Read("aliases", text).Items.Select(item => item.Target).OfType<AliasTarget>()
            .ToDictionary(target => target.Alias.LocalPart, target => target.Alias.Targets.Select(MigrationState.Key).ToHashSet());
        var theirs = await LookUpAsync("postalias", "hash:" + file, ours.Keys);

        Assert.InRange(ours.Count, 20, 60);
        Assert.Equal(ours.Keys.Order(), theirs.Keys.Order());
        foreach (var (name, value) in theirs)
        {
            Assert.Equal(AliasValue.Split(value).Select(target => target.Contains('@', StringComparison.Ordinal) ? target.ToLowerInvariant() : $"{target}@example.test".ToLowerInvariant()).ToHashSet(), ours[name]);
        }
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Seeds))]
    public async Task Virtual_aliases_lead_where_postmap_says(int seed)
    {
        var text = Generate(seed, " ", name => name.Contains('@', StringComparison.Ordinal) ? name : name + "@v.test");
        var file = _files.Write("virtual", text);

        var ours = new VirtualFile("example.test").Read("virtual", text).Items.Select(item => item.Target).OfType<AliasTarget>()
            .ToDictionary(target => target.Alias.Name, target => target.Alias.Targets.Select(MigrationState.Key).ToHashSet());
        var theirs = await LookUpAsync("postmap", "texthash:" + file, ours.Keys);

        Assert.InRange(ours.Count, 20, 60);
        Assert.Equal(ours.Keys.Order(), theirs.Keys.Order());
        foreach (var (name, value) in theirs)
        {
            Assert.Equal(
                value.Split((char[])[',', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries)
                    .Select(target => (target.Contains('@', StringComparison.Ordinal) ? target : $"{target}@example.test").ToLowerInvariant()).ToHashSet(),
                ours[name]);
        }
    }

    /// <summary>Entries with comments, empty lines and continuations in between, with names that differ in case, and that come twice.</summary>
    private static string Generate(int seed, string separator, Func<string, string> key)
    {
        var random = new Random(seed);
        string Pick(params string[] choices) => choices[random.Next(choices.Length)];
        var text = new System.Text.StringBuilder();
        for (var i = 0; i < 60; i++)
        {
            text.Append(key(Pick($"user{i}", $"User{i}", $"a.b-{i}", $"user{random.Next(i + 1)}", $"x{i}@v.test"))).Append(separator).Append(Pick(" ", "\t", "   "));
            for (var values = random.Next(4); values >= 0; values--)
            {
                text.Append(Pick("alice", "Bob", $"carol{i}@far.test", $"dan{values}")).Append(values > 0 ? Pick(",", ", ", ",\n  ", ",\n# between\n\t", ",\n\n ") : Pick("\n", "\n\n", "\n# after\n", "  \n"));
            }
        }

        return text.ToString();
    }

    private async Task<Dictionary<string, string>> LookUpAsync(string program, string map, IEnumerable<string> keys) =>
        (await RunAsync(program, string.Join('\n', keys) + "\n", "-q", "-", map)).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('\t', 2)).ToDictionary(pair => pair[0].TrimEnd(':'), pair => pair[1]);

    private async Task<string> RunAsync(string program, string input, params string[] args)
    {
        var path = Array.Find(["/usr/sbin/", "/usr/local/sbin/"], folder => File.Exists(folder + program));
        Assert.SkipWhen(path is null, "skipped: postfix not installed");
        _files.Write("main.cf", "compatibility_level = 3.6\n");
        var start = new ProcessStartInfo(path + program) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var arg in (string[])["-c", Path.GetDirectoryName(_files["main.cf"])!, .. args])
        {
            start.ArgumentList.Add(arg);
        }

        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        await error;
        return await output;
    }
}

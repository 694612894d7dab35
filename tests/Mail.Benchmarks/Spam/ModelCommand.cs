using System.Diagnostics;
using System.Globalization;
using Mail.Spam;

namespace Mail.Benchmarks;

/// <summary>How long a model takes to load, as the first thing that a process does, and how much memory it then holds.</summary>
internal static class ModelCommand
{
    private const int FeaturesPerMessage = 500;

    /// <summary><c>spam-model FILE TOKENS</c>: writes a model of so many features, each of them in one message; the octets are not those of mail, but as many.</summary>
    public static int Make(string file, int tokens)
    {
        var random = new Random(1);
        var model = new ModelCounts();
        while (model.Tokens < tokens)
        {
            var features = Enumerable.Range(0, FeaturesPerMessage).Select(_ => (ulong)random.NextInt64(long.MinValue, long.MaxValue)).Distinct().ToArray();
            model.Add(new TokenList(features, null), new TrainingStep((SpamLabel)random.Next(2), Times: 1, random.Next(-5_000, 5_000)));
        }

        using var output = File.Create(file);
        model.WriteTo(output);
        return 0;
    }

    /// <summary><c>spam-load FILE</c></summary>
    public static int Load(string file)
    {
        var before = Resident();
        var clock = Stopwatch.StartNew();
        using var input = File.OpenRead(file);
        var model = ModelSnapshot.Load(input);
        var loaded = clock.Elapsed.TotalMilliseconds;
        var held = GC.GetTotalMemory(forceFullCollection: true);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{model.Tokens} tokens in {loaded:F0} ms; {held / 1e6:F1} MB held, {(Resident() - before) / 1e6:F1} MB more resident, {Resident() / 1e6:F1} MB the whole process"));
        GC.KeepAlive(model);
        return 0;
    }

    private static long Resident()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}

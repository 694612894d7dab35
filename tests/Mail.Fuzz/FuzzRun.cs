using System.Diagnostics;
using System.Security.Cryptography;

namespace Mail.Fuzz;

/// <summary>Feeds targets from the corpus, unchanged or mutated.</summary>
internal static class FuzzRun
{
    /// <returns>How many inputs failed.</returns>
    public static int Replay(IFuzzTarget target, string folder)
    {
        var inputs = FuzzCorpus.Load(folder);
        var failed = inputs.Count(i => !Try(target, i.Input, i.Name));
        Console.WriteLine($"{target.Name}: {inputs.Count} inputs, {failed} failed");
        return failed;
    }

    /// <summary>Mutates the corpus until the time is over or an input fails.</summary>
    public static int Mutate(IFuzzTarget target, string folder, TimeSpan time, int seed)
    {
        IReadOnlyList<byte[]> corpus = [.. FuzzCorpus.Load(folder).Select(i => i.Input), []];
        var mutator = new Mutator(seed);
        var watch = Stopwatch.StartNew();
        var count = 0L;
        while (watch.Elapsed < time)
        {
            var input = mutator.Mutate(corpus);
            count++;
            if (!Try(target, input, name: null))
            {
                return 1;
            }
        }

        Console.WriteLine($"{target.Name}: {count} inputs in {watch.Elapsed.TotalSeconds:F0} s, 0 failed");
        return 0;
    }

    private static bool Try(IFuzzTarget target, byte[] input, string? name)
    {
        try
        {
            target.Run(input);
            return true;
        }
        catch (Exception e)
        {
            if (name is null)
            {
                name = $"failed-{target.Name}-{Convert.ToHexStringLower(SHA256.HashData(input))[..12]}";
                File.WriteAllBytes(name, input);
            }

            Console.Error.WriteLine($"{target.Name}: {name}: {e}");
            return false;
        }
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;

namespace Mail.Fuzz;

/// <summary>Feeds targets from the corpus, unchanged or mutated.</summary>
internal sealed class FuzzRun : IDisposable
{
    // Nothing waits in a target, so only a bug takes this long.
    private static readonly TimeSpan LongForAnyInput = TimeSpan.FromSeconds(60);

    // Inputs kept because they led somewhere new: far more than targets have of such places.
    private const int MaxSeeds = 5000;

    // What garbage and a few long inputs may add to the working set of the first quarter of a run; a leak of an octet per input is more.
    private const long Growth = 64 * 1024 * 1024;

    private readonly IFuzzTarget _target;
    private readonly Timer _watch;
    private readonly Lock _lock = new();
    private byte[]? _input;
    private long _begun;

    private FuzzRun(IFuzzTarget target)
    {
        _target = target;
        _watch = new Timer(_ => GiveUpIfStuck(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    }

    /// <returns>How many inputs failed.</returns>
    public static int Replay(IFuzzTarget target, string folder)
    {
        using var run = new FuzzRun(target);
        var inputs = FuzzCorpus.Load(folder);
        var failed = inputs.Count(i => !run.Try(i.Input, i.Name));
        Console.WriteLine($"{target.Name}: {inputs.Count} inputs, {failed} failed");
        return failed;
    }

    /// <summary>Mutates the corpus until the time is over or an input fails.</summary>
    /// <returns>0, or 1 when something failed.</returns>
    public static int Mutate(IFuzzTarget target, string folder, TimeSpan time, int seed)
    {
        using var run = new FuzzRun(target);
        return run.Mutate([.. FuzzCorpus.Load(folder).Select(i => i.Input), []], time, new Mutator(seed)) ? 0 : 1;
    }

    public void Dispose() => _watch.Dispose();

    private bool Mutate(List<byte[]> corpus, TimeSpan time, Mutator mutator)
    {
        var memory = new WorkingSet(time);
        var clock = Stopwatch.StartNew();
        var (count, found) = (0L, 0);
        foreach (var input in corpus)
        {
            if (!Try(input, name: null))
            {
                return false;
            }
        }

        while (clock.Elapsed < time)
        {
            var input = mutator.Mutate(corpus);
            count++;
            if (!Try(input, name: null))
            {
                return false;
            }

            if (_target.HasNews && found < MaxSeeds)
            {
                corpus.Add(input);
                found++;
            }

            memory.Look(clock.Elapsed);
        }

        var isFlat = memory.Peak <= memory.EarlyPeak + Growth;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{_target.Name}: {count} inputs in {clock.Elapsed.TotalSeconds:F0} s ({count / clock.Elapsed.TotalSeconds:F0}/s), {found} led somewhere new, 0 failed; peak working set {memory.Peak >> 20} MiB, of the first quarter {memory.EarlyPeak >> 20} MiB{(isFlat ? "" : ": IT GROWS")}"));
        return isFlat;
    }

    private bool Try(byte[] input, string? name)
    {
        try
        {
            lock (_lock)
            {
                (_input, _begun) = (input, Stopwatch.GetTimestamp());
            }

            _target.Run(input);
            return true;
        }
        catch (Exception e)
        {
            Console.Error.WriteLine($"{_target.Name}: {name ?? Keep(input)}: {e}");
            return false;
        }
        finally
        {
            lock (_lock)
            {
                _input = null;
            }
        }
    }

    private void GiveUpIfStuck()
    {
        lock (_lock)
        {
            if (_input is not null && Stopwatch.GetElapsedTime(_begun) > LongForAnyInput)
            {
                Console.Error.WriteLine($"{_target.Name}: {Keep(_input)}: does not come back");
                Environment.Exit(1);
            }
        }
    }

    private string Keep(byte[] input)
    {
        var name = $"failed-{_target.Name}-{Convert.ToHexStringLower(SHA256.HashData(input))[..12]}";
        File.WriteAllBytes(name, input);
        return name;
    }
}

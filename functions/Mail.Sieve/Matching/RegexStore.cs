using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Mail.Sieve.Matching;

/// <summary>
/// The automata of all regular expressions in use. Each grows by what it meets in mail, some to 20 MB, and cannot be made to forget; so that scripts
/// and senders cannot fill the memory, all are dropped once growing has taken a while, and made anew when they are needed.
/// </summary>
internal static class RegexStore
{
    /// <summary>Automata grow by about 70 MB in a second that they spend on it.</summary>
    private static readonly TimeSpan MaxGrowth = TimeSpan.FromSeconds(1);

    /// <summary>Rules of a busy site have some hundred; 40 KB each when they are new.</summary>
    private const int MaxCount = 2000;

    /// <summary>Ticks that an automaton takes for a character when it need not grow: 50 ns.</summary>
    private const long TicksOfTwoCharacters = 1;

    private static ConcurrentDictionary<PosixRegex, Regex> _built = new();
    private static long _growth;
    private static int _count;

    public static Regex Get(PosixRegex regex)
    {
        if (_built.TryGetValue(regex, out var built))
        {
            return built;
        }

        if (Interlocked.Increment(ref _count) > MaxCount)
        {
            Clear();
        }

        return _built.GetOrAdd(regex, static r => r.Make());
    }

    /// <summary>Counts the time of a match beyond what its length explains.</summary>
    public static void Note(int length, TimeSpan elapsed)
    {
        var growth = elapsed.Ticks - (length / 2 * TicksOfTwoCharacters);
        if (growth > 0 && Interlocked.Add(ref _growth, growth) > MaxGrowth.Ticks)
        {
            Clear();
        }
    }

    private static void Clear()
    {
        Interlocked.Exchange(ref _growth, 0);
        Interlocked.Exchange(ref _count, 0);
        Interlocked.Exchange(ref _built, new());
    }
}

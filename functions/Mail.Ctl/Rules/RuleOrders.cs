using Mail.Core;

namespace Mail.Ctl;

/// <summary>Places for rules behind those there are.</summary>
internal static class RuleOrders
{
    // Room for others between them.
    private const int Step = 10;
    private const int First = 100;

    /// <returns>As many as asked for, rising; the last place several times when there is no more room, where names decide.</returns>
    public static IReadOnlyList<int> Behind(IEnumerable<int> existing, int count)
    {
        var last = existing.DefaultIfEmpty(First - Step).Max();
        var step = last + (Step * count) <= Rule.MaxOrder ? Step : 1;
        var start = last / step * step;
        return [.. Enumerable.Range(1, count).Select(i => Math.Min(start + (i * step), Rule.MaxOrder))];
    }
}

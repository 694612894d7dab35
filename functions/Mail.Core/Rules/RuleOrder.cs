namespace Mail.Core;

/// <summary>The order of rules within one scope and phase.</summary>
public sealed class RuleOrder : IComparer<Rule>
{
    private RuleOrder()
    {
    }

    public static RuleOrder Instance { get; } = new();

    /// <summary>By scope and phase too, so that a list of everything reads well.</summary>
    public int Compare(Rule? x, Rule? y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        var byScope = (x.Scope.Kind, y.Scope.Kind) is var (a, b) && a != b ? a.CompareTo(b) : string.CompareOrdinal(x.Scope.Name, y.Scope.Name);
        return byScope != 0 ? byScope
            : x.Phase != y.Phase ? x.Phase.CompareTo(y.Phase)
            : x.Order != y.Order ? x.Order.CompareTo(y.Order)
            : string.CompareOrdinal(x.Name, y.Name);
    }
}

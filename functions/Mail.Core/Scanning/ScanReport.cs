namespace Mail.Core;

/// <summary>What all scanners say of one message.</summary>
/// <param name="Results">In the order in which they were asked.</param>
public sealed record ScanReport(IReadOnlyList<ScannerResult> Results)
{
    /// <summary>No scanner was asked.</summary>
    public static ScanReport Nothing { get; } = new([]);

    /// <summary>The gravest of the actions.</summary>
    public ScanAction Action => Results.Select(result => result.Finding.Action).DefaultIfEmpty(ScanAction.Pass).Max();

    /// <summary>Why <see cref="Action"/> is what it is, in words; empty when nothing was found.</summary>
    public string Reason => Action == ScanAction.Pass
        ? ""
        : string.Join("; ", Results.Where(result => result.Finding.Action == Action).Select(result => result.ToString()));

    /// <summary>Of all scanners, for the spam filter.</summary>
    public IEnumerable<string> Facts => Results.SelectMany(result => result.Finding.Facts);
}

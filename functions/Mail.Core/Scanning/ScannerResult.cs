namespace Mail.Core;

/// <param name="Scanner">Its <see cref="IContentScanner.Name"/>.</param>
public sealed record ScannerResult(string Scanner, ScanFinding Finding)
{
    /// <summary>As in the decision record: <c>clamav: infected: Eicar-Test-Signature</c>.</summary>
    public override string ToString() => $"{Scanner}: {Finding.Words}";
}

using Mail.Core;

namespace Mail.Ctl;

/// <summary>What the live DNS has in place of a <see cref="NeededRecord"/>.</summary>
/// <param name="Found">As it would stand in a zone file.</param>
/// <param name="Remark">What is wrong, or what is to be known although it is right; <c>null</c> for nothing.</param>
internal sealed record RecordFinding(RecordState State, IReadOnlyList<string> Found, string? Remark = null)
{
    public static RecordFinding Missing { get; } = new(RecordState.Missing, []);

    public static RecordFinding Right(IEnumerable<DnsRecord> found, string? remark = null) => new(RecordState.Right, [.. found.Select(ZoneText.Of)], remark);

    public static RecordFinding Differs(IEnumerable<DnsRecord> found, string? remark = null) => new(RecordState.Differs, [.. found.Select(ZoneText.Of)], remark);

    public static RecordFinding Unknown(DnsAnswer answer) => new(RecordState.Unknown, [], $"could not be looked up: {answer.Problem}");
}

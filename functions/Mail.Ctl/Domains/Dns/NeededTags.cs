using Mail.Core;

namespace Mail.Ctl;

/// <summary>A text of tags and values, <c>v=…; a=…</c>, of which some have to be as wanted and others may be as the operator likes.</summary>
/// <param name="judge">Says what is wrong with tags that are there (the state, a remark); <c>null</c> when nothing is to be said.</param>
internal sealed class NeededTags(string name, string version, string text, string note, Func<IReadOnlyDictionary<string, string>, (RecordState, string)?> judge)
    : NeededText(name, version, text, note)
{
    protected override ValueTask<RecordFinding> JudgeAsync(DnsRecord.Text found, IDnsResolver dns, CancellationToken cancellationToken)
    {
        var said = judge(Read(found.Value));
        return ValueTask.FromResult(new RecordFinding(said?.Item1 ?? RecordState.Right, [ZoneText.Of(found)], said?.Item2));
    }

    /// <summary>The first of each name; what is no tag is left out.</summary>
    private static Dictionary<string, string> Read(string text) => text.Split(';')
        .Select(tag => tag.Split('=', 2, StringSplitOptions.TrimEntries))
        .Where(tag => tag.Length == 2)
        .DistinctBy(tag => tag[0])
        .ToDictionary(tag => tag[0], tag => tag[1], StringComparer.Ordinal);
}

namespace Mail.Ctl;

/// <summary>What is to be said of a DMARC record that is there.</summary>
internal static class DmarcText
{
    public static (RecordState State, string Remark)? Judge(IReadOnlyDictionary<string, string> tags) => tags.GetValueOrDefault("p") switch
    {
        // RFC 7489 §6.3: p is required, and one of three.
        null => (RecordState.Differs, "it has no p: others use none of it"),
        not ("none" or "quarantine" or "reject") => (RecordState.Differs, $"p={tags["p"]} is none of none, quarantine, reject"),
        _ when !tags.ContainsKey("rua") => (RecordState.Right, "it has no rua: you get no reports"),
        "none" => (RecordState.Right, "next, when the reports are good: p=quarantine, then p=reject"),
        _ => null,
    };
}

using Mail.Core;

namespace Mail.Processing;

/// <summary>Who has sent a report: what screening has found out, not what the report says.</summary>
internal static class DmarcSender
{
    /// <summary>
    /// The domain of From, for which DMARC passed; where that domain has no record, the first that signed. <c>null</c> when nobody vouches for it, or the domain
    /// of From says that it is not its own.
    /// </summary>
    public static string? Of(MailboxMessage message)
    {
        var facts = message.Decision.Screening?.Facts ?? [];
        return Fact(facts, "author=") ?? (facts.Contains("dmarc=none") ? Fact(facts, "signer=") : null);
    }

    // As SenderFacts writes them; those of scanners begin with the scanner's name and a colon. A name that was cut may be somebody else's.
    private static string? Fact(IReadOnlyList<string> facts, string name) =>
        facts.FirstOrDefault(fact => fact.StartsWith(name, StringComparison.Ordinal)) is { Length: < ScreeningRecord.MaxText } fact && MailAddressParser.TryParseDomain(fact[name.Length..], out var domain, out _)
            ? domain
            : null;
}

namespace Mail.Authentication;

/// <summary>What sealers that the site trusts saw: RFC 8617 §7.2.</summary>
internal static class TrustedSealers
{
    /// <summary>
    /// Looks back along the chain as far as everybody who sealed is trusted, for one who found DMARC to pass for the author's domain before the message
    /// was changed. Each of them has to answer for all of the message: where his signature leaves From or an end of the body open, anybody may have written
    /// that on the way to the next (RFC 6376 §5.4, §8.2).
    /// </summary>
    /// <param name="sets">Of a chain that is valid.</param>
    /// <returns>His domain; <c>null</c> when there is none.</returns>
    public static string? Find(IReadOnlyList<ArcSet> sets, IReadOnlyList<string> sealers, IReadOnlyCollection<string> trusted, string author)
    {
        for (var i = sets.Count - 1; i >= 0 && trusted.Contains(sealers[i], StringComparer.OrdinalIgnoreCase) && IsWhole(sets[i]); i--)
        {
            if (ResultsReader.SaysPass(sets[i].Results.Text, "dmarc", "header.from", author))
            {
                return sealers[i];
            }
        }

        return null;
    }

    private static bool IsWhole(ArcSet set) => set.Signature.Tags is { Body.Limit: null } tags && tags.Covers("From");
}

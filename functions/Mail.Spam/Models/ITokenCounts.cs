namespace Mail.Spam;

/// <summary>What was learnt. Everything that decides is a function of a message's features and of this.</summary>
public interface ITokenCounts
{
    /// <summary>Trained ham messages.</summary>
    int HamMessages { get; }

    /// <summary>Trained spam messages.</summary>
    int SpamMessages { get; }

    /// <summary>Looks features up.</summary>
    /// <param name="counts">Gets one for each feature, in their order; zero for those that are unknown. At least as long as <paramref name="features"/>.</param>
    void Find(ReadOnlySpan<ulong> features, Span<TokenCount> counts);
}

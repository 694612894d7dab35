namespace Mail.Core;

/// <summary>The rules as they are now, at most ten seconds old.</summary>
public interface IRules
{
    /// <summary>
    /// The rules of a scope, all phases, in the order of <see cref="RuleOrder"/>: also the disabled ones, which others may include. Rows that cannot be
    /// read are left out. The same list as long as nothing was read again.
    /// </summary>
    /// <exception cref="StorageUnavailableException">
    /// Never "no rules" instead: mail that would be filed, forwarded or dropped waits rather than going where its owner does not want it.
    /// </exception>
    ValueTask<IReadOnlyList<Rule>> FindAsync(RuleScope scope, CancellationToken cancellationToken);

    /// <summary>
    /// Writes what is wrong with a rule into its row, unless the row has changed since. For what only the compiler of rules can find. Does not fail: the
    /// log has it as well.
    /// </summary>
    /// <param name="rule">As it was found.</param>
    /// <param name="problem">In words; <c>null</c> clears what the row says.</param>
    ValueTask NoteProblemAsync(Rule rule, string? problem, CancellationToken cancellationToken);
}

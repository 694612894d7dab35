namespace Mail.Core;

/// <summary>The rules in force, at most ten seconds old.</summary>
public interface IRules
{
    /// <summary>The enabled rules of a scope, all phases, in the order of <see cref="RuleOrder"/>. Rows that cannot be read are left out.</summary>
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

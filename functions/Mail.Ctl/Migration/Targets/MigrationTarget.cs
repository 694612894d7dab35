using Mail.Core;

namespace Mail.Ctl;

/// <summary>Something in our tables that another server's file asks for.</summary>
internal abstract record MigrationTarget
{
    /// <summary>What others depend on comes first: domains, then accounts, then the rest.</summary>
    public virtual int Rank => 2;

    /// <summary>In words: <c>alias sales@example.test → alice@example.test</c>.</summary>
    public abstract string What { get; }

    /// <summary>Holds it against what is there.</summary>
    public abstract MigrationFinding Compare(MigrationState state);

    /// <summary>Writes it, whatever is there; notes it in <paramref name="state"/>.</summary>
    /// <exception cref="StorageUnavailableException">It may or may not have been written; writing it again is no harm.</exception>
    public abstract ValueTask WriteAsync(MailStorage storage, MigrationState state, CancellationToken cancellationToken);

    /// <summary>It will be there: others that are compared later may count on it.</summary>
    public virtual void Expect(MigrationState state)
    {
    }
}

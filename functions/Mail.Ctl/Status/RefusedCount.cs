using Mail.Core;

namespace Mail.Ctl;

/// <summary>Counts what was refused lately.</summary>
internal static class RefusedCount
{
    private static readonly TimeSpan Span = TimeSpan.FromHours(1);

    /// <summary>Storage walks the whole record for this, which after an attack can be long.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Refusals of mail for people here within the last hour, those that were left out of the record too; <c>null</c> when counting takes too long.</summary>
    /// <exception cref="StorageUnavailableException">Not known.</exception>
    public static async Task<int?> CountAsync(IRejectLog rejects, TimeProvider time, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            var records = rejects.ListAsync(owner: null, time.GetUtcNow() - Span, either.Token);
            return await records.AggregateAsync(0, (count, record) => count + 1 + record.LeftOut, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}

using Azure;
using Azure.Data.Tables;
using Mail.Core;

namespace Mail.Azure;

/// <summary>
/// Writes the index rows of one account's deliveries. Those that come while a transaction is under way go into the next one together, so that a
/// busy mailbox is limited by the size of a transaction and not by the time that one takes. Runs only while there is work. Other processes may
/// deliver to the same account: the ETags find that out, and then it reads again and repeats.
/// </summary>
internal sealed class AccountWriter(TableClient table, string accountId, TimeProvider time)
{
    // With four processes at one mailbox each transaction wins within a few rounds; this many lost in a row means that something is wrong.
    private const int MaxConflicts = 30;

    // As many as one transaction can have, at two rows each beside the folder and the usage.
    private const int MaxBatch = (TableRows.MaxActions - 2) / 2;

    private readonly Lock _gate = new();
    private readonly Queue<PendingDelivery> _pending = new();
    private AccountIndex? _index;
    private bool _running;

    /// <summary>Nothing is under way, so that forgetting this writer loses nothing but what it remembers.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_gate)
            {
                return !_running;
            }
        }
    }

    /// <summary>What the account uses, as known from its last delivery, or read.</summary>
    public async Task<long> UsedBytesAsync(bool readAgain, CancellationToken cancellationToken)
    {
        var known = Volatile.Read(ref _index);
        if (known is null || readAgain)
        {
            known = await AccountIndex.LoadAsync(table, accountId, cancellationToken);
            Volatile.Write(ref _index, known);
        }

        return known.UsedBytes;
    }

    public Task<DeliveryOutcome> DeliverAsync(PendingDelivery delivery)
    {
        lock (_gate)
        {
            _pending.Enqueue(delivery);
            if (_running)
            {
                return delivery.Outcome;
            }

            _running = true;
        }

        _ = Task.Run(DrainAsync);
        return delivery.Outcome;
    }

    private async Task DrainAsync()
    {
        while (Take() is { Count: > 0 } batch)
        {
            try
            {
                await CommitAsync(batch);
            }
            catch (StorageUnavailableException e)
            {
                // Those who wait would only wait for the same failure.
                batch.AddRange(TakeAll());
                batch.ForEach(delivery => delivery.Fail(e));
                Volatile.Write(ref _index, null);
            }
            catch (Exception e)
            {
                await IsolateAsync(batch, e);
            }
        }
    }

    /// <summary>An answer that nobody expected: one delivery that the storage does not like must not take the others with it.</summary>
    private async Task IsolateAsync(List<PendingDelivery> batch, Exception error)
    {
        Volatile.Write(ref _index, null);
        var open = batch.FindAll(delivery => !delivery.Outcome.IsCompleted);
        foreach (var delivery in open)
        {
            try
            {
                await (open.Count == 1 ? Task.FromException(error) : CommitAsync([delivery]));
            }
            catch (Exception e)
            {
                delivery.Fail(e);
            }
        }
    }

    /// <summary>Gives every delivery of the batch its outcome, or throws.</summary>
    private async Task CommitAsync(List<PendingDelivery> batch)
    {
        var open = new List<PendingDelivery>(batch);
        var conflicts = 0;
        var isFresh = false;
        while (open.Count > 0)
        {
            var index = Volatile.Read(ref _index);
            if (index is null)
            {
                index = await AccountIndex.LoadAsync(table, accountId, CancellationToken.None);
                isFresh = true;
            }

            var transaction = DeliveryTransaction.Compose(accountId, index, open, time.GetUtcNow());
            if (transaction.OverQuota.Count > 0 && !isFresh)
            {
                // Somebody may have made room since we last looked.
                Volatile.Write(ref _index, null);
                continue;
            }

            await RefuseAsync(transaction.OverQuota);
            if (!await TrySubmitAsync(transaction, index))
            {
                await BackOffAsync(++conflicts);
                isFresh = false;
            }

            open.RemoveAll(delivery => delivery.Outcome.IsCompleted);
        }
    }

    /// <summary>Over quota, unless an earlier attempt has stored it.</summary>
    private async Task RefuseAsync(List<PendingDelivery> deliveries)
    {
        foreach (var delivery in deliveries)
        {
            if (!await TryCompleteByMarkAsync(delivery))
            {
                delivery.Complete(new DeliveryOutcome(DeliveryStatus.OverQuota, Folder: null, Uid: 0));
            }
        }
    }

    /// <summary>False when somebody else has changed the account's rows meanwhile; what had been delivered before is complete then.</summary>
    private async Task<bool> TrySubmitAsync(DeliveryTransaction transaction, AccountIndex index)
    {
        if (transaction.Included.Count == 0)
        {
            Volatile.Write(ref _index, index);
            return true;
        }

        try
        {
            var answers = await table.SubmitAsync(transaction.Actions(), CancellationToken.None);
            Volatile.Write(ref _index, transaction.After(answers));
            transaction.Included.ForEach(included => included.Delivery.Complete(included.Outcome));
            return true;
        }
        catch (RequestFailedException e) when (e.Status == 409)
        {
            // Nearly always a mark that exists. Then the rest can go on with the same index.
            var found = await Task.WhenAll(transaction.Included.Select(included => TryCompleteByMarkAsync(included.Delivery)));
            Volatile.Write(ref _index, found.Contains(true) ? index : null);
            return found.Contains(true);
        }
        catch (RequestFailedException e) when (e.Status is 404 or 412)
        {
            Volatile.Write(ref _index, null);
            return false;
        }
    }

    /// <summary>The mark of a delivery says where it went: by an earlier attempt, or by this one, whose reply was lost.</summary>
    private async Task<bool> TryCompleteByMarkAsync(PendingDelivery delivery)
    {
        var row = await table.FindRowAsync(accountId, MailboxKeys.Mark(delivery.Delivery.DeliveryId), CancellationToken.None);
        if (row is null)
        {
            return false;
        }

        var mark = MarkRow.Read(row);
        var isOurs = MarkRow.Attempt(row) == delivery.Attempt;
        delivery.Complete(new DeliveryOutcome(isOurs ? DeliveryStatus.Delivered : DeliveryStatus.AlreadyDelivered, mark.Folder, mark.Uid));
        return true;
    }

    private async Task BackOffAsync(int conflicts)
    {
        if (conflicts > MaxConflicts)
        {
            throw new StorageUnavailableException($"The mailbox {accountId} changes faster than a delivery can be written.");
        }

        // A transaction takes some 20 ms. The longer the series of conflicts, the more others there are to make room for.
        var milliseconds = Random.Shared.Next(1, 10 * Math.Min(conflicts, 10));
        await Task.Delay(TimeSpan.FromMilliseconds(milliseconds), CancellationToken.None);
    }

    private List<PendingDelivery> Take()
    {
        lock (_gate)
        {
            var batch = new List<PendingDelivery>();
            while (batch.Count < MaxBatch && _pending.TryDequeue(out var delivery))
            {
                if (delivery.IsCancelled)
                {
                    delivery.Cancel();
                }
                else
                {
                    batch.Add(delivery);
                }
            }

            _running = batch.Count > 0;
            return batch;
        }
    }

    private List<PendingDelivery> TakeAll()
    {
        lock (_gate)
        {
            var all = _pending.ToList();
            _pending.Clear();
            return all;
        }
    }
}

using Mail.Core;
using Mail.Spam;

namespace Mail.Processing;

/// <summary>
/// Trains many messages for one owner, together with all that were trained so before: <see cref="BatchMessage.Plan"/> passes over the whole of them, so that it does
/// not matter whether ham and spam come in one call or in two. What those before add to weights changes with it, by steps of the ledger like all others. For one
/// caller at a time.
/// </summary>
public sealed class BatchTraining(ITrainingLedger ledger, ModelOwner owner, TimeProvider time)
{
    // Each is somebody else's training at just that moment.
    private const int MaxTries = 8;

    private readonly Dictionary<MessageKey, TrainingRequest> _requests = [];
    private readonly Dictionary<TrainingOutcome, int> _outcomes = [];

    /// <summary>How many messages came to what, after <see cref="CommitAsync"/>. A message that was given twice is unchanged once.</summary>
    public int Count(TrainingOutcome outcome) => _outcomes.GetValueOrDefault(outcome);

    /// <summary>To be trained with the next <see cref="CommitAsync"/>; of the same message the last word counts.</summary>
    public void Add(TrainingRequest request)
    {
        if (!_requests.TryAdd(request.Message.Key, request))
        {
            _requests[request.Message.Key] = request;
            Tell(TrainingOutcome.Unchanged);
        }
    }

    /// <summary>Writes all steps. Cut off, some are made and others not: the same again makes the rest.</summary>
    /// <param name="progress">Is told how many steps were written, of how many.</param>
    /// <exception cref="StorageUnavailableException">Do it again; also when others train the same owner all the time.</exception>
    public async Task CommitAsync(Action<int, int> progress, CancellationToken cancellationToken)
    {
        for (var i = 0; i < MaxTries; i++)
        {
            var head = await ledger.HeadAsync(owner, cancellationToken);
            var entries = await ReadAsync(cancellationToken);
            if (i == 0)
            {
                TellAll(entries);
            }

            var changes = Plan(entries);
            // Others may have trained beside it: then what is there now is planned anew.
            if (await WriteAsync(changes, progress, cancellationToken)
                && (changes.Count == 0 || await ledger.HeadAsync(owner, cancellationToken) == head + changes.Count))
            {
                return;
            }
        }

        throw new StorageUnavailableException($"The training of {owner} is changed by others all the time.");
    }

    /// <summary>What was trained together, and what is to change.</summary>
    private ValueTask<Dictionary<MessageKey, LedgerEntry>> ReadAsync(CancellationToken cancellationToken) => ledger.ReadAsync(owner, cancellationToken)
        .Where(entry => entry.IsBatch || _requests.ContainsKey(entry.Key))
        .ToDictionaryAsync(entry => entry.Key, cancellationToken: cancellationToken);

    private List<TrainingChange> Plan(Dictionary<MessageKey, LedgerEntry> entries)
    {
        var requests = _requests.Values.ToLookup(request => OutcomeOf(request, entries.GetValueOrDefault(request.Message.Key)));
        var stay = entries.Values.Where(entry => entry.IsBatch && !(_requests.TryGetValue(entry.Key, out var request) && request.As != entry.Counted.As));
        var batch = stay.Select(Read).OfType<BatchMessage>()
            .Concat(requests[TrainingOutcome.Trained].Concat(requests[TrainingOutcome.Retrained])
                .Select(request => new BatchMessage(request.Message.Key, request.Message.Tokens, request.As!.Value)));
        return
        [
            .. requests[TrainingOutcome.Untrained].Select(request => new TrainingChange { Key = request.Message.Key, From = entries[request.Message.Key], At = time.GetUtcNow() }),
            .. BatchMessage.Plan(batch).Select(planned => Change(planned.Message, planned.Step, entries.GetValueOrDefault(planned.Message.Key))).OfType<TrainingChange>(),
        ];
    }

    /// <returns><c>null</c> for a row that a hand has spoiled: it stays as it is.</returns>
    private static BatchMessage? Read(LedgerEntry entry) =>
        TokenList.FromBytes(entry.Counted.Features.Span) is { } tokens ? new BatchMessage(entry.Key, tokens, entry.Counted.As) : null;

    /// <returns><c>null</c> when the message is counted so already.</returns>
    private TrainingChange? Change(BatchMessage message, TrainingStep step, LedgerEntry? entry)
    {
        var counted = step.Count(message.Tokens);
        if (entry is { IsBatch: true } && entry.Counted.Equals(counted))
        {
            return null;
        }

        var change = new TrainingChange { Key = message.Key, From = entry, To = counted, At = time.GetUtcNow(), IsBatch = true };
        return entry is { IsBatch: true } && entry.Counted.As == message.As
            ? change with { At = entry.TrainedAt, By = entry.By, Source = entry.Source, IsAged = entry.IsAged }
            : change with { By = _requests[message.Key].By, Source = _requests[message.Key].Source };
    }

    /// <returns>False when a message is no longer what it was.</returns>
    private async Task<bool> WriteAsync(List<TrainingChange> changes, Action<int, int> progress, CancellationToken cancellationToken)
    {
        for (var written = 0; written < changes.Count;)
        {
            var (count, octets) = (0, 0);
            for (; count < ITrainingLedger.MaxChanges && written + count < changes.Count; count++)
            {
                octets += ITrainingLedger.OctetsOf(changes[written + count]);
                if (count > 0 && octets > ITrainingLedger.MaxOctets)
                {
                    break;
                }
            }

            if (!await ledger.TryAppendAsync(owner, changes.GetRange(written, count), cancellationToken))
            {
                return false;
            }

            written += count;
            progress(written, changes.Count);
        }

        return true;
    }

    private void TellAll(Dictionary<MessageKey, LedgerEntry> entries)
    {
        foreach (var request in _requests.Values)
        {
            Tell(OutcomeOf(request, entries.GetValueOrDefault(request.Message.Key)));
        }
    }

    private void Tell(TrainingOutcome outcome) => _outcomes[outcome] = Count(outcome) + 1;

    private static TrainingOutcome OutcomeOf(TrainingRequest request, LedgerEntry? entry) => (request.As, entry?.Counted.As) switch
    {
        var (wanted, known) when wanted == known => TrainingOutcome.Unchanged,
        (null, _) => TrainingOutcome.Untrained,
        (_, null) => TrainingOutcome.Trained,
        _ => TrainingOutcome.Retrained,
    };
}

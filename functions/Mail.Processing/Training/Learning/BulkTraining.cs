using Mail.Core;
using Mail.Spam;

namespace Mail.Processing;

/// <summary>
/// Trains many messages for one owner: up to 49 in a transaction, each planned by what those before it have taught. For one caller at a time; what was
/// given is trained after <see cref="FlushAsync"/>.
/// </summary>
public sealed class BulkTraining
{
    private readonly ITrainingLedger _ledger;
    private readonly MessageTraining _training;
    private readonly ModelOwner _owner;
    private readonly ITokenCounts? _site;
    private readonly ModelCounts _counts = new();
    private readonly Dictionary<MessageKey, TrainedAs> _known;
    private readonly List<(TrainingRequest Request, TrainingChange Change)> _waiting = [];
    private readonly Dictionary<TrainingOutcome, int> _outcomes = [];
    private int _octets;

    private BulkTraining(ITrainingLedger ledger, MessageTraining training, ModelOwner owner, ITokenCounts? site, Dictionary<MessageKey, TrainedAs> known)
    {
        _ledger = ledger;
        _training = training;
        _owner = owner;
        _site = site;
        _known = known;
    }

    /// <summary>Reads what is trained already, without what was counted.</summary>
    /// <param name="models">As they are now; best after a compaction.</param>
    public static async Task<BulkTraining> OpenAsync(
        ITrainingLedger ledger, MessageTraining training, ModelOwner owner, SpamModels models, CancellationToken cancellationToken)
    {
        var known = await ledger.ListAsync(owner, cancellationToken).ToDictionaryAsync(label => label.Key, label => label.As, cancellationToken: cancellationToken);
        var bulk = new BulkTraining(ledger, training, owner, owner.AccountId is null ? null : models.Site, known);
        if ((owner.AccountId is null ? models.Site : models.Account) is ModelSnapshot own)
        {
            bulk._counts.Add(own);
        }

        return bulk;
    }

    /// <summary>How many messages came to what, so far.</summary>
    public int Count(TrainingOutcome outcome) => _outcomes.GetValueOrDefault(outcome);

    /// <exception cref="StorageUnavailableException">What is not trained yet may be given again.</exception>
    public async Task AddAsync(TrainingRequest request, CancellationToken cancellationToken)
    {
        var key = request.Message.Key;
        var isKnown = _known.TryGetValue(key, out var trainedAs);
        if (isKnown ? trainedAs == request.As : request.As is null)
        {
            Tell(TrainingOutcome.Unchanged);
            return;
        }

        if (isKnown)
        {
            // Its entry has to be read; and it may be one of those that wait.
            await FlushAsync(cancellationToken);
            Learnt(request, await _training.TrainAsync(_owner, request, _counts, _site, cancellationToken));
            return;
        }

        await WaitAsync(request, cancellationToken);
    }

    /// <summary>Trains what waits.</summary>
    /// <exception cref="StorageUnavailableException">Give it again.</exception>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (_waiting.Count == 0)
        {
            return;
        }

        var isMade = await _ledger.TryAppendAsync(_owner, [.. _waiting.Select(waiting => waiting.Change)], cancellationToken);
        foreach (var (request, change) in _waiting)
        {
            // When somebody trains the same, or an answer was lost: one by one, by what the ledger says now.
            Tell(isMade ? MessageTraining.OutcomeOf(change) : await _training.TrainAsync(_owner, request, _counts, _site, cancellationToken));
        }

        _waiting.Clear();
        _octets = 0;
    }

    private async Task WaitAsync(TrainingRequest request, CancellationToken cancellationToken)
    {
        var change = _training.Plan(request, entry: null, _counts, _site) ?? throw new InvalidOperationException("A message that is not trained changes when it is.");
        var octets = ITrainingLedger.OctetsOf(change);
        if (_waiting.Count == ITrainingLedger.MaxChanges || _octets + octets > ITrainingLedger.MaxOctets)
        {
            await FlushAsync(cancellationToken);
        }

        _waiting.Add((request, change));
        _octets += octets;
        _known[change.Key] = change.To!.As;
        _counts.Add(request.Message.Tokens, new TrainingStep(change.To.As.ToLabel(), change.To.Times, change.To.Push));
    }

    /// <summary>What was counted before stays in the counts by which later ones are planned: they steer, and are not the model.</summary>
    private void Learnt(TrainingRequest request, TrainingOutcome outcome)
    {
        Tell(outcome);
        if (request.As is { } trainedAs)
        {
            _known[request.Message.Key] = trainedAs;
        }
        else
        {
            _known.Remove(request.Message.Key);
        }
    }

    private void Tell(TrainingOutcome outcome) => _outcomes[outcome] = Count(outcome) + 1;
}

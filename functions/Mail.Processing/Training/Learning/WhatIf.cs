using Mail.Core;
using Mail.Spam;

namespace Mail.Processing;

/// <summary>An account's mail, classified as if some of it were not trained. Nothing is changed. For one account, by one caller.</summary>
public sealed class WhatIf(IMailboxStore mailboxes, ITrainingLedger ledger, ISpamModels models, ISpamSettings settings)
{
    private readonly ModelCounts _without = new();
    private SpamModels _now = SpamModels.None;

    /// <summary>To be called first.</summary>
    /// <returns>A message that is not trained, so that it cannot be taken out; <c>null</c> when all were.</returns>
    public async Task<MailboxMessage?> UntrainAsync(AccountEntry account, IEnumerable<MailboxMessage> messages, CancellationToken cancellationToken)
    {
        _now = await models.GetAsync(account.AccountId, cancellationToken);
        if (_now.Account is ModelSnapshot own)
        {
            _without.Add(own);
        }

        var taken = new HashSet<MessageKey>();
        foreach (var message in messages)
        {
            if (await ReadAsync(account, message, cancellationToken) is not { } text
                || await ledger.FindAsync(ModelOwner.Account(account.AccountId), text.Key, cancellationToken) is not { Counted: var counted }
                || TokenList.FromBytes(counted.Features.Span) is not { } tokens)
            {
                return message;
            }

            // Two copies in the mailbox are one message in the ledger.
            if (taken.Add(text.Key))
            {
                _without.Remove(tokens, new TrainingStep(counted.As.ToLabel(), counted.Times, counted.Push));
            }
        }

        return null;
    }

    /// <returns><c>null</c> when the message would be what it is.</returns>
    public async Task<Flip?> LookAsync(AccountEntry account, MailboxMessage message, CancellationToken cancellationToken)
    {
        if (await ReadAsync(account, message, cancellationToken) is not { } text)
        {
            return null;
        }

        var thresholds = (await settings.GetAsync(account, cancellationToken)).Thresholds;
        var flip = new Flip(
            Classifier.Classify(text.Tokens, _now.Site, _now.Account, thresholds), Classifier.Classify(text.Tokens, _now.Site, _without, thresholds));
        return flip.Before.Class == flip.After.Class ? null : flip;
    }

    private async Task<TrainingText?> ReadAsync(AccountEntry account, MailboxMessage message, CancellationToken cancellationToken)
    {
        await using var content = await mailboxes.OpenAsync(account.AccountId, message.Id, cancellationToken);
        return content is null ? null : await TrainingText.ReadAsync(content, message.Decision.Screening?.Facts, keepTexts: false, cancellationToken);
    }
}

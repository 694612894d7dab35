using Mail.Core;

namespace Mail.Processing;

/// <summary>Puts copies into mailboxes, several at a time, and tells the recipients what came of it. May be repeated: a mailbox takes a copy once.</summary>
public sealed class MailboxDelivering(IMailboxStore mailboxes, FlowOptions options)
{
    internal async Task DeliverAsync(FlowRun run, IReadOnlyCollection<LocalDelivery> deliveries)
    {
        var atOnce = new ParallelOptions
        {
            // A temporary file has one position; memory can be read in many places at once.
            MaxDegreeOfParallelism = run.CanShareContent ? options.DeliveriesAtOnce : 1,
            CancellationToken = run.CancellationToken,
        };
        await Parallel.ForEachAsync(deliveries, atOnce, async (delivery, _) =>
        {
            foreach (var copy in delivery.Copies)
            {
                copy.Outcome = await DeliverAsync(run, delivery, copy);
            }
        });
        foreach (var delivery in deliveries)
        {
            Tell(delivery);
        }
    }

    private async Task<DeliveryOutcome> DeliverAsync(FlowRun run, LocalDelivery delivery, LocalCopy copy)
    {
        var account = delivery.Destination.Account;
        await using var edited = await EditedContent.OpenAsync(run.ViewContent(), copy.Filed.Edits, run.CancellationToken);
        return await mailboxes.DeliverAsync(
            new MailboxDelivery
            {
                AccountId = account.AccountId,
                DeliveryId = copy.DeliveryId,
                Folder = copy.Filed.Folder,
                PrependedFields = PrependedFields.Build(run.Envelope, account, copy.DeliveryId, delivery.Recipients[0].Address, options.HostName, run.Now),
                Content = edited.Stream,
                Summary = edited.IsChanged ? MessageSummarizer.Summarize(edited.Stream, run.CancellationToken) : run.Summary,
                Decision = new DecisionRecord
                {
                    Route = delivery.Destination.Steps,
                    Screen = delivery.Sort.Verdict.Reason,
                    Screening = delivery.Sort.Verdict.Record,
                    Sort = $"{copy.Filed.Folder}: {string.Join("; ", delivery.Sort.Remarks.Prepend(copy.Filed.Reason))}",
                },
                ReceivedAt = run.Envelope.ArrivedAt,
                Flags = copy.Filed.Flags,
                QuotaBytes = account.QuotaBytes,
            },
            run.CancellationToken);
    }

    private static void Tell(LocalDelivery delivery)
    {
        foreach (var recipient in delivery.Recipients)
        {
            foreach (var copy in delivery.Copies)
            {
                Tell(recipient, delivery.Destination.Account, copy);
            }

            if (delivery is { Copies.Count: 0, Sort.Dropped: { } dropped })
            {
                recipient.Withhold(dropped);
            }

            delivery.Sort.Remarks.Concat(delivery.Remarks).ToList().ForEach(recipient.Remark);
        }
    }

    private static void Tell(PendingRecipient recipient, AccountEntry account, LocalCopy copy)
    {
        if (copy is { IsThere: true, Outcome: { } outcome })
        {
            recipient.Delivered($"{account.AccountId}/{copy.DeliveryId} {outcome.Folder} {outcome.Uid}");
        }
        else
        {
            recipient.Defer($"mailbox {account.Address} is full: its quota is {account.QuotaBytes} bytes");
        }
    }
}

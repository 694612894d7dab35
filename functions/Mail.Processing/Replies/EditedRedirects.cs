using Mail.Core;
using Mail.Sieve;

namespace Mail.Processing;

/// <summary>
/// Sends on what a rule has changed the header of before it redirects (RFC 5293 §7: what is sent has the header as it is now). The message in the spool
/// stays as it was received, so the changed one is spooled beside it, for the address that the rule names and on behalf of the recipient. May be repeated.
/// </summary>
public sealed class EditedRedirects(OwnMail mail)
{
    private const int ChunkSize = 64 * 1024;

    /// <returns>What was done, in words.</returns>
    internal async Task<IReadOnlyList<string>> SendAsync(FlowRun run, LocalDelivery delivery)
    {
        var done = new List<string>();
        foreach (var redirect in delivery.Edited)
        {
            var id = ReplyId.Of(run.Envelope.QueueId, delivery.Destination.Account.AccountId, $"redirect {redirect.Address}");
            await mail.SendAsync(
                EnvelopeOf(id, run, delivery.Recipients[0].Address, redirect), spooled => CopyAsync(run, redirect, spooled), run.CancellationToken);
            done.Add($"redirected to {redirect.Address} as {id}");
        }

        return done;
    }

    private static Envelope EnvelopeOf(QueueId id, FlowRun run, MailAddress recipient, RedirectAction redirect) => run.Envelope with
    {
        QueueId = id,
        Recipients = [run.Envelope.Recipients.FirstOrDefault(named => named.Address.Equals(recipient)) ?? new EnvelopeRecipient { Address = recipient }],
        RedirectTo = redirect.Address,
    };

    private static async Task CopyAsync(FlowRun run, RedirectAction redirect, ISpoolWriter spooled)
    {
        await using var edited = await EditedContent.OpenAsync(run.ViewContent(), redirect.Edits, run.CancellationToken);
        var chunk = new byte[ChunkSize];
        while (await edited.Stream.ReadAsync(chunk, run.CancellationToken) is > 0 and var read)
        {
            await spooled.WriteAsync(chunk.AsMemory(0, read), run.CancellationToken);
        }
    }
}

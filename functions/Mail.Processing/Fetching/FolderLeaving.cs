using System.Globalization;
using Mail.Core;
using Microsoft.Extensions.Logging;

namespace Mail.Processing;

/// <summary>
/// Messages of one remote folder that stay where they are, because they are too large or cannot be read. Its owner is told before the record says so: what
/// dies in between is told again, under the same id.
/// </summary>
internal sealed class FolderLeaving(
    FetchVisit visit, IRemoteMailbox mailbox, RemoteFolder folder, FolderBook book, FetchNotices notices, FetchFlowOptions options, TimeProvider time, ILogger logger)
{
    private RemoteAccount Account => visit.Account;

    public bool IsTooLarge(ListedMessage message) => message.Message.Size > Account.SizeLimit;

    /// <summary>The owner has been told of it, and a higher limit lets it come.</summary>
    public bool MayComeNow(ListedMessage message) => book.StateOf(message.Uid) == FetchMarkState.TooLarge && !IsTooLarge(message);

    /// <summary>The size of the smallest that was left for it; <c>null</c> for none.</summary>
    public long? LeastLeft(IReadOnlyList<ListedMessage> listing) =>
        listing.Where(message => book.StateOf(message.Uid) == FetchMarkState.TooLarge).Min(message => (long?)message.Message.Size);

    /// <summary>Takes messages in hand that are too large, with the name of the notice that will tell of them.</summary>
    /// <exception cref="FetchLockLostException"/>
    public async Task ReserveAsync(IEnumerable<ListedMessage> large, CancellationToken cancellationToken)
    {
        foreach (var chunk in large.Chunk(FetchBatch.MaxMessages))
        {
            await book.AddAsync(time.GetUtcNow(), [.. chunk.Select(message => new FetchMark(message.Uid, 0, FetchMarkState.Reserved))], cancellationToken);
        }
    }

    /// <summary>Tells of everything that is too large and in hand: by one notice, unless a visit before died over its own.</summary>
    /// <exception cref="RemoteMailboxException"/>
    /// <exception cref="FetchLockLostException"/>
    public async Task TellAsync(IReadOnlyList<ListedMessage> listing, CancellationToken cancellationToken)
    {
        var listed = listing.Where(IsTooLarge).ToDictionary(message => message.Uid);
        bool IsLeft(FetchMark mark) => mark.State == FetchMarkState.Reserved && listed.ContainsKey(mark.Uid);
        foreach (var batch in book.Batches.Where(batch => batch.Messages.Any(IsLeft)).ToList())
        {
            var begun = await book.WriteAsync(batch with { Attempts = batch.Attempts + 1 }, cancellationToken);
            List<ListedMessage> left = [.. begun.Messages.Where(IsLeft).Select(mark => listed[mark.Uid])];
            await SendAsync($"{folder.Name} {begun.Number}", begun, left, await HeadersAsync(begun, left, cancellationToken), ReasonOfSize, cancellationToken);
            await book.WriteAsync(
                begun with { Messages = [.. begun.Messages.Select(mark => IsLeft(mark) ? mark with { State = FetchMarkState.TooLarge } : mark)] }, cancellationToken);
        }
    }

    /// <summary>Leaves a message that cannot be read there. Its header may be what cannot be read: nothing is said of it but its size.</summary>
    /// <exception cref="FetchLockLostException"/>
    public async Task<FetchBatch> GiveUpAsync(FetchBatch batch, ListedMessage message, CancellationToken cancellationToken)
    {
        await SendAsync(
            message.Uid.ToString(CultureInfo.InvariantCulture), batch, [message], headers: null, "it could not be read there, time and again", cancellationToken);
        return await book.WriteAsync(
            batch with { Messages = [.. batch.Messages.Select(mark => mark.Uid == message.Uid ? mark with { State = FetchMarkState.Unreadable } : mark)] }, cancellationToken);
    }

    private string ReasonOfSize => string.Create(CultureInfo.InvariantCulture, $"larger than the limit of {Account.SizeLimit:N0} octets");

    /// <summary>Of those that are named. A server that dies over one of them is not asked for ever.</summary>
    private async Task<IReadOnlyDictionary<int, FetchedHeader>?> HeadersAsync(FetchBatch batch, List<ListedMessage> left, CancellationToken cancellationToken) =>
        batch.Attempts > options.WholeAttempts ? null : await RemoteHeaders.ReadAsync(mailbox, left.Take(FetchNotices.MaxNamed), cancellationToken);

    private async Task SendAsync(
        string name,
        FetchBatch batch,
        List<ListedMessage> left,
        IReadOnlyDictionary<int, FetchedHeader>? headers,
        string reason,
        CancellationToken cancellationToken)
    {
        FetchLog.LeftThere(logger, Account.Key, folder.Name, left.Count, reason);
        visit.Tell(left is [var only]
            ? string.Create(CultureInfo.InvariantCulture, $"a message of {only.Message.Size:N0} octets stays there: {reason}")
            : string.Create(CultureInfo.InvariantCulture, $"{left.Count} messages stay there: {reason}"));
        FetchedRemark RemarkOf(ListedMessage message) => headers?.GetValueOrDefault(message.Message.Number) is { } header
            ? new FetchedRemark(header.From, header.Subject, message.Message.Size)
            : new FetchedRemark("", "", message.Message.Size);
        var notice = new LeftNotice
        {
            At = batch.At,
            Name = name,
            Folder = folder.Name,
            Reason = reason,
            Named = [.. left.Take(FetchNotices.MaxNamed).Select(RemarkOf)],
            Count = left.Count,
        };
        await notices.LeftThereAsync(Account, notice, cancellationToken);
    }
}

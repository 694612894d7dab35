using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Mail.Core;
using Microsoft.Extensions.Logging;

namespace Mail.Processing;

/// <summary>
/// One pass through one remote folder: list → finish what was begun → reserve, fetch, record, delete, batch by batch → tidy. A message gets its queue id with
/// the batch that reserves it, so whatever dies in between is repeated under the same id; and it is deleted there only when the record says that it is spooled here.
/// </summary>
internal sealed class FolderPass(
    FetchVisit visit, IRemoteMailbox mailbox, IFetchState state, FetchedMessages messages, FetchNotices notices, FetchFlowOptions options, TimeProvider time, ILogger logger)
{
    private RemoteFolder _folder = null!;
    private FolderBook _book = null!;
    private FolderDeletion _deletion = null!;
    private FolderLeaving _leaving = null!;
    private HashSet<ulong> _gone = [];
    private int _renamed;
    private bool _isComplete = true;

    private RemoteAccount Account => visit.Account;

    /// <summary>How the folder looks, and under which order: an account whose messages are no longer to stay has something to do where nothing has changed.</summary>
    private string? Revision => _folder.Revision is { } revision ? string.Create(CultureInfo.InvariantCulture, $"{revision} {Account.KeepFor}").TrimEnd() : null;

    /// <exception cref="RemoteMailboxException"/>
    /// <exception cref="FetchLockLostException"/>
    public async Task<PassResult> RunAsync(string name, CancellationToken cancellationToken)
    {
        if (await mailbox.OpenAsync(name, cancellationToken) is not { } folder)
        {
            visit.Miss($"there is no folder {name}");
            return PassResult.Done;
        }

        _folder = folder;
        var known = visit.FolderOf(folder.Name);
        if (IsIdle(known))
        {
            return PassResult.Done;
        }

        _book = await FolderBook.LoadAsync(state, Account.Id, folder.Name, cancellationToken);
        _deletion = new FolderDeletion(visit, mailbox, folder, _book, time);
        _leaving = new FolderLeaving(visit, mailbox, folder, _book, notices, options, time, logger);
        var (listing, unnamed) = await FolderListing.NameAsync(
            mailbox, folder, await mailbox.ListAsync(cancellationToken), options.BatchMessages, cancellationToken);
        if (unnamed > 0)
        {
            visit.Say($"{unnamed} messages cannot be told apart: the server has neither UIDL nor TOP");
        }

        return await RunAsync(known, listing, cancellationToken);
    }

    private async Task<PassResult> RunAsync(FetchFolder? known, IReadOnlyList<ListedMessage> listing, CancellationToken cancellationToken)
    {
        var present = listing.Select(message => message.Uid).ToHashSet();
        _gone = _book.GoneContents(present);
        await AdoptAsync(known, listing, cancellationToken);
        var result = await WorkAsync(listing, cancellationToken);
        if (result != PassResult.NextSession)
        {
            // Last: a header that ends the session keeps nothing else away.
            await _leaving.TellAsync(listing, cancellationToken);
        }

        if (result == PassResult.Done)
        {
            await FolderTidying.RunAsync(_book, present, Account, options, time.GetUtcNow(), cancellationToken);
        }

        await RecordAsync(known, listing, result, cancellationToken);
        return result;
    }

    private bool IsIdle(FetchFolder? known) =>
        known?.Revision is { } revision
        && revision == Revision
        && known.UidValidity == _folder.UidValidity
        && !(known.NextDeletionAt <= time.GetUtcNow())
        && !(known.LeastLeft <= Account.SizeLimit);

    private async Task<PassResult> WorkAsync(IReadOnlyList<ListedMessage> listing, CancellationToken cancellationToken)
    {
        var large = listing.Where(_leaving.IsTooLarge).Select(message => message.Uid).ToHashSet();
        foreach (var batch in _book.Batches.Where(batch => batch.Messages.Any(mark => mark.State == FetchMarkState.Reserved && !large.Contains(mark.Uid))).ToList())
        {
            await ResumeAsync(batch, listing, cancellationToken);
        }

        foreach (var chunk in listing.Where(_deletion.IsDue).Chunk(options.BatchMessages))
        {
            await _deletion.DeleteRememberedAsync(chunk, cancellationToken);
            if (_deletion.Count >= options.DeletesPerSession)
            {
                return PassResult.NextSession;
            }
        }

        return await FetchNewAsync(listing, cancellationToken);
    }

    private async Task<PassResult> FetchNewAsync(IReadOnlyList<ListedMessage> listing, CancellationToken cancellationToken)
    {
        var unknown = listing.Where(message => !_book.Knows(message.Uid) || _deletion.IsReused(message) || _leaving.MayComeNow(message)).ToList();
        await _leaving.ReserveAsync(unknown.Where(_leaving.IsTooLarge), cancellationToken);
        foreach (var chunk in MessageChunks.Of(unknown.Where(message => !_leaving.IsTooLarge(message)), options))
        {
            if (!visit.HasTime || visit.Left == 0)
            {
                return PassResult.Enough;
            }

            var batch = await _book.AddAsync(
                time.GetUtcNow(),
                [.. chunk.Take(visit.Left).Select(message => new FetchMark(message.Uid, 0, FetchMarkState.Reserved))],
                cancellationToken);
            List<ListedMessage> taken = [.. chunk.Take(batch.Messages.Count)];
            await FetchAsync(batch, taken, isRepeated: false, cancellationToken);
            await _deletion.DeleteAsync([.. taken.Where(_deletion.IsDue)], cancellationToken);
            if (_deletion.Count >= options.DeletesPerSession)
            {
                return PassResult.NextSession;
            }

            if (taken.Count < chunk.Count)
            {
                return PassResult.Enough;
            }
        }

        return PassResult.Done;
    }

    /// <summary>A batch that a visit before has begun. After some visits that did not get through it, one message at a time, to find the one that does not come.</summary>
    private async Task ResumeAsync(FetchBatch batch, IReadOnlyList<ListedMessage> listing, CancellationToken cancellationToken)
    {
        var listed = listing.ToDictionary(message => message.Uid);
        // What is gone there has been deleted by somebody else; what had been spooled of it is on its way.
        batch = await _book.WriteAsync(
            batch with
            {
                Attempts = batch.Attempts + 1,
                Messages = [.. batch.Messages.Where(mark => mark.State != FetchMarkState.Reserved || listed.ContainsKey(mark.Uid))],
            },
            cancellationToken);
        List<ListedMessage> rest =
        [
            .. batch.Messages.Where(mark => mark.State == FetchMarkState.Reserved)
                .Select(mark => listed[mark.Uid])
                .Where(message => !_leaving.IsTooLarge(message)),
        ];
        try
        {
            await ResumeAsync(batch, rest, cancellationToken);
        }
        catch (Exception e) when (e is StorageUnavailableException or RemoteMailboxException { IsOurs: true })
        {
            await TakeBackAsync(batch.Number, cancellationToken);
            throw;
        }
    }

    private async Task ResumeAsync(FetchBatch batch, List<ListedMessage> rest, CancellationToken cancellationToken)
    {
        if (batch.Attempts <= options.WholeAttempts)
        {
            await FetchAsync(batch, rest, isRepeated: true, cancellationToken);
            return;
        }

        foreach (var (i, message) in rest.Index())
        {
            batch = i == 0 && batch.Attempts > options.WholeAttempts + options.SingleAttempts
                ? await _leaving.GiveUpAsync(batch, message, cancellationToken)
                : await FetchAsync(batch, [message], isRepeated: true, cancellationToken);
            batch = batch.Messages.Any(mark => mark.Uid == message.Uid && mark.State == FetchMarkState.Reserved)
                ? batch
                : await _book.WriteAsync(batch with { Attempts = options.WholeAttempts + 1 }, cancellationToken);
        }
    }

    /// <summary>Our own storage failed, or we had no memory, and no message is to be given up for that: the attempt does not count.</summary>
    private async Task TakeBackAsync(long number, CancellationToken cancellationToken)
    {
        var batch = _book.Batches.First(batch => batch.Number == number);
        try
        {
            await _book.WriteAsync(batch with { Attempts = batch.Attempts - 1 }, cancellationToken);
        }
        catch (Exception e) when (e is StorageUnavailableException or FetchLockLostException)
        {
            // Then it counts, or a write whose answer was lost has changed the row: once, not eleven times.
        }
    }

    /// <returns>The batch as it is recorded.</returns>
    private async Task<FetchBatch> FetchAsync(FetchBatch batch, List<ListedMessage> wanted, bool isRepeated, CancellationToken cancellationToken)
    {
        var listed = wanted.ToDictionary(message => message.Message.Number);
        var fetched = new ConcurrentDictionary<ulong, FetchMark>();
        await mailbox.ReadAsync(
            [.. wanted.Select(message => message.Message)],
            async (message, content, token) =>
            {
                var header = FetchedHeader.Read(content);
                var uid = listed[message.Number].Uid;
                if (header.Content != 0 && _gone.Contains(header.Content))
                {
                    Interlocked.Increment(ref _renamed);
                }
                else
                {
                    await messages.SpoolAsync(IdOf(batch, listed[message.Number]), Account, mailbox.Peer, header, isRepeated, content, token);
                    visit.Count(content.Length);
                }

                fetched[uid] = new FetchMark(uid, header.Content, FetchMarkState.Fetched);
            },
            cancellationToken);
        _isComplete &= fetched.Count == wanted.Count;
        return await _book.WriteAsync(
            batch with { Messages = [.. batch.Messages.Select(mark => fetched.GetValueOrDefault(mark.Uid, mark))] }, cancellationToken);
    }

    /// <summary>The same in every visit: the time is the batch's.</summary>
    private QueueId IdOf(FetchBatch batch, ListedMessage message) =>
        QueueId.Derive(batch.At, SHA256.HashData(Encoding.UTF8.GetBytes($"{Account.Id}\n{_folder.Name}\n{message.Key}")));

    private async Task AdoptAsync(FetchFolder? known, IReadOnlyList<ListedMessage> listing, CancellationToken cancellationToken)
    {
        // Where nothing stays, everything that is there is new, and names tell nothing.
        var isLost = known is not null && (known.UidValidity != _folder.UidValidity || Account.KeepFor != TimeSpan.Zero) && !listing.Any(message => _book.Knows(message.Uid));
        if (isLost && _gone.Count > 0)
        {
            _renamed += await FolderAdoption.RunAsync(mailbox, _book, listing, _gone, options, time.GetUtcNow(), cancellationToken);
        }
    }

    private async Task RecordAsync(FetchFolder? known, IReadOnlyList<ListedMessage> listing, PassResult result, CancellationToken cancellationToken)
    {
        if (_renamed > 0)
        {
            FetchLog.Renamed(logger, Account.Key, _folder.Name, _renamed);
        }

        // What was deleted has changed the folder: the next visit looks once more.
        var isQuiet = result == PassResult.Done && _isComplete && _deletion.Count == 0;
        var now = new FetchFolder
        {
            Folder = _folder.Name,
            UidValidity = _folder.UidValidity,
            Revision = isQuiet ? Revision : null,
            NextDeletionAt = Account.KeepFor is { Ticks: > 0 } keep ? listing.Min(message => _book.FetchedAt(message.Uid)) + keep : null,
            LeastLeft = _leaving.LeastLeft(listing),
        };
        if (now != known)
        {
            await state.SetFolderAsync(Account.Id, now, cancellationToken);
            visit.Remember(now);
        }
    }
}

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
    private FolderBook _book = null!;
    private RemoteFolder _folder = null!;
    private readonly HashSet<ulong> _reused = [];
    private HashSet<ulong> _gone = [];
    private int _deleted;
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
            visit.Say($"there is no folder {name}");
            return PassResult.Done;
        }

        _folder = folder;
        var known = visit.FolderOf(folder.Name);
        if (IsIdle(known))
        {
            return PassResult.Done;
        }

        _book = await FolderBook.LoadAsync(state, Account.Id, folder.Name, cancellationToken);
        var (listing, unnamed) = await FolderListing.NameAsync(
            mailbox, folder, await mailbox.ListAsync(cancellationToken), options.BatchMessages, cancellationToken);
        if (unnamed > 0)
        {
            visit.Say($"{unnamed} messages cannot be told apart: the server has neither UIDL nor TOP");
        }

        var present = listing.Select(message => message.Uid).ToHashSet();
        _gone = _book.GoneContents(present);
        await AdoptAsync(known, listing, cancellationToken);
        var result = await WorkAsync(listing, cancellationToken);
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
        && !(known.NextDeletionAt <= time.GetUtcNow());

    private async Task<PassResult> WorkAsync(IReadOnlyList<ListedMessage> listing, CancellationToken cancellationToken)
    {
        foreach (var batch in _book.Batches.Where(batch => batch.Messages.Any(mark => mark.State == FetchMarkState.Reserved)).ToList())
        {
            await ResumeAsync(batch, listing, cancellationToken);
        }

        foreach (var chunk in listing.Where(IsToBeDeleted).Chunk(options.BatchMessages))
        {
            await DeleteAsync(await WithoutReusedAsync(chunk, cancellationToken), cancellationToken);
            if (_deleted >= options.DeletesPerSession)
            {
                return PassResult.NextSession;
            }
        }

        return await FetchNewAsync(listing, cancellationToken);
    }

    private async Task<PassResult> FetchNewAsync(IReadOnlyList<ListedMessage> listing, CancellationToken cancellationToken)
    {
        var unknown = listing.Where(message => !_book.Knows(message.Uid) || _reused.Contains(message.Uid)).ToList();
        await LeaveAsync([.. unknown.Where(message => message.Message.Size > Account.SizeLimit)], cancellationToken);
        foreach (var chunk in Fitting(unknown.Where(message => message.Message.Size <= Account.SizeLimit)))
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
            await DeleteAsync([.. taken.Where(IsToBeDeleted)], cancellationToken);
            if (_deleted >= options.DeletesPerSession)
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
        List<ListedMessage> rest = [.. batch.Messages.Where(mark => mark.State == FetchMarkState.Reserved).Select(mark => listed[mark.Uid])];
        if (batch.Attempts <= options.WholeAttempts)
        {
            await FetchAsync(batch, rest, isRepeated: true, cancellationToken);
            return;
        }

        foreach (var (i, message) in rest.Index())
        {
            batch = i == 0 && batch.Attempts > options.WholeAttempts + options.SingleAttempts
                ? await GiveUpAsync(batch, message, cancellationToken)
                : await FetchAsync(batch, [message], isRepeated: true, cancellationToken);
            batch = batch.Messages.Any(mark => mark.Uid == message.Uid && mark.State == FetchMarkState.Reserved)
                ? batch
                : await _book.WriteAsync(batch with { Attempts = options.WholeAttempts + 1 }, cancellationToken);
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

    private bool IsToBeDeleted(ListedMessage message) =>
        Account.KeepFor is { } keep && _book.FetchedAt(message.Uid) is { } at && at + keep <= time.GetUtcNow();

    /// <summary>
    /// RFC 1939 §7 lets a server give a UIDL again when its message is gone. What is deleted by memory is looked at once more: another message than the one that
    /// was fetched under this name is new. UIDs of IMAP cannot come again (RFC 9051 §2.3.1.1), and names made of headers say which message it is.
    /// </summary>
    private async Task<IReadOnlyList<ListedMessage>> WithoutReusedAsync(IReadOnlyList<ListedMessage> listed, CancellationToken cancellationToken)
    {
        if (_folder is not { HasUids: true, UidValidity: null })
        {
            return listed;
        }

        var contents = new ConcurrentDictionary<int, ulong>();
        await mailbox.ReadHeadersAsync(
            [.. listed.Select(message => message.Message)],
            (message, header, _) =>
            {
                contents[message.Number] = FetchedHeader.Read(header).Content;
                return Task.CompletedTask;
            },
            cancellationToken);
        bool IsSame(ListedMessage message) => contents[message.Message.Number] == _book.ContentOf(message.Uid);
        // Without its header it is not known which message it is: it stays.
        var seen = listed.Where(message => contents.ContainsKey(message.Message.Number)).ToLookup(IsSame);
        _reused.UnionWith(seen[false].Select(message => message.Uid));
        return [.. seen[true]];
    }

    private async Task DeleteAsync(IReadOnlyList<ListedMessage> listed, CancellationToken cancellationToken)
    {
        List<ListedMessage> first = [.. listed.Where(message => visit.TryDelete(_folder.Name, message.Uid))];
        if (first.Count < listed.Count)
        {
            visit.Say("the server does not delete what it is told to delete");
        }

        if (first.Count == 0)
        {
            return;
        }

        if (!await mailbox.DeleteAsync([.. first.Select(message => message.Message)], cancellationToken))
        {
            visit.Say("messages are only marked as deleted there: the server has no UIDPLUS");
        }

        _deleted += first.Count;
    }

    /// <summary>
    /// The server calls its messages by other names than before: a new UIDVALIDITY, or UIDLs none of which is known. Those that are known by their headers are
    /// not fetched again.
    /// </summary>
    private async Task AdoptAsync(FetchFolder? known, IReadOnlyList<ListedMessage> listing, CancellationToken cancellationToken)
    {
        // Where nothing stays, everything that is there is new, and names tell nothing.
        var isLost = known is not null && (known.UidValidity != _folder.UidValidity || Account.KeepFor != TimeSpan.Zero) && !listing.Any(message => _book.Knows(message.Uid));
        if (!isLost || _gone.Count == 0)
        {
            return;
        }

        foreach (var chunk in listing.Chunk(options.BatchMessages))
        {
            var listed = chunk.ToDictionary(message => message.Message.Number);
            var adopted = new ConcurrentBag<FetchMark>();
            await mailbox.ReadHeadersAsync(
                [.. chunk.Select(message => message.Message)],
                (message, content, _) =>
                {
                    if (FetchedHeader.Read(content).Content is var hash and not 0 && _gone.Contains(hash))
                    {
                        adopted.Add(new FetchMark(listed[message.Number].Uid, hash, FetchMarkState.Fetched));
                    }

                    return Task.CompletedTask;
                },
                cancellationToken);
            if (!adopted.IsEmpty)
            {
                await _book.AddAsync(time.GetUtcNow(), [.. adopted], cancellationToken);
                _renamed += adopted.Count;
            }
        }
    }

    private async Task LeaveAsync(IReadOnlyList<ListedMessage> large, CancellationToken cancellationToken)
    {
        foreach (var chunk in large.Chunk(options.BatchMessages))
        {
            var batch = await _book.AddAsync(
                time.GetUtcNow(), [.. chunk.Select(message => new FetchMark(message.Uid, 0, FetchMarkState.TooLarge))], cancellationToken);
            await TellAsync(batch, chunk, $"it is larger than the limit of {Account.SizeLimit} octets", cancellationToken);
        }
    }

    private async Task<FetchBatch> GiveUpAsync(FetchBatch batch, ListedMessage message, CancellationToken cancellationToken)
    {
        batch = await _book.WriteAsync(
            batch with { Messages = [.. batch.Messages.Select(mark => mark.Uid == message.Uid ? mark with { State = FetchMarkState.Unreadable } : mark)] }, cancellationToken);
        // Its header may be what cannot be read.
        await TellAsync(batch, message, header: null, "it could not be read there, time and again", cancellationToken);
        return batch;
    }

    private async Task TellAsync(FetchBatch batch, IReadOnlyList<ListedMessage> left, string reason, CancellationToken cancellationToken)
    {
        var headers = new ConcurrentDictionary<int, FetchedHeader>();
        await mailbox.ReadHeadersAsync(
            [.. left.Select(message => message.Message)],
            (message, content, _) =>
            {
                headers[message.Number] = FetchedHeader.Read(content);
                return Task.CompletedTask;
            },
            cancellationToken);
        foreach (var message in left)
        {
            await TellAsync(batch, message, headers.GetValueOrDefault(message.Message.Number), reason, cancellationToken);
        }
    }

    private async Task TellAsync(FetchBatch batch, ListedMessage message, FetchedHeader? header, string reason, CancellationToken cancellationToken)
    {
        FetchLog.LeftThere(logger, Account.Key, _folder.Name, message.Message.Size, reason);
        visit.Say($"a message of {message.Message.Size} octets stays there: {reason}");
        var remark = new FetchedRemark(batch.At, message.Uid, reason, header?.From ?? "", header?.Subject ?? "", message.Message.Size);
        await notices.LeftThereAsync(Account, remark, cancellationToken);
    }

    private async Task RecordAsync(FetchFolder? known, IReadOnlyList<ListedMessage> listing, PassResult result, CancellationToken cancellationToken)
    {
        if (_renamed > 0)
        {
            FetchLog.Renamed(logger, Account.Key, _folder.Name, _renamed);
        }

        // What was deleted has changed the folder: the next visit looks once more.
        var isQuiet = result == PassResult.Done && _isComplete && _deleted == 0;
        var now = new FetchFolder
        {
            Folder = _folder.Name,
            UidValidity = _folder.UidValidity,
            Revision = isQuiet ? Revision : null,
            NextDeletionAt = Account.KeepFor is { Ticks: > 0 } keep ? listing.Min(message => _book.FetchedAt(message.Uid)) + keep : null,
        };
        if (now != known)
        {
            await state.SetFolderAsync(Account.Id, now, cancellationToken);
            visit.Remember(now);
        }
    }

    private IEnumerable<IReadOnlyList<ListedMessage>> Fitting(IEnumerable<ListedMessage> listed)
    {
        var (fitting, octets) = (new List<ListedMessage>(), 0L);
        foreach (var message in listed)
        {
            if (fitting.Count == options.BatchMessages || (fitting.Count > 0 && octets + message.Message.Size > options.BatchOctets))
            {
                yield return fitting;
                (fitting, octets) = ([], 0);
            }

            fitting.Add(message);
            octets += message.Message.Size;
        }

        if (fitting.Count > 0)
        {
            yield return fitting;
        }
    }
}

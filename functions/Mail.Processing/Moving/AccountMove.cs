using System.Collections.Concurrent;
using Mail.Core;

namespace Mail.Processing;

/// <summary>
/// Brings a whole remote account here, folder by folder, with flags and dates: neither through the spam filter nor through rules, for its owner has sorted it already.
/// What has been brought is remembered where visits remember what they fetched, so neither brings again what the other has.
/// </summary>
public sealed class AccountMove(IRemoteMailboxes mailboxes, IFetchState state, ISingletonLocks locks, FetchFlowOptions options, TimeProvider time)
{
    /// <summary>Sessions that end without having brought anything; then the operator is told.</summary>
    private const int IdleSessions = 3;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, MovedFolder> _done = [];
    private HashSet<ulong> _seen = [];
    private bool _isExpected;
    private bool _isFull;
    private int _stored;

    /// <param name="largest">Octets; larger messages are left there and told.</param>
    /// <exception cref="StorageUnavailableException"/>
    public async Task<MoveReport> RunAsync(RemoteAccount account, IMoveTarget target, long largest, CancellationToken cancellationToken)
    {
        var asked = time.GetTimestamp();
        await using var held = await locks.TryAcquireAsync($"fetch-{account.Id}", options.Lease, cancellationToken);
        if (held is null)
        {
            return Report("a visit goes on; try again in a minute");
        }

        await using var keeper = new LeaseKeeper(held, asked, options.Lease, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, keeper.Lost);
        try
        {
            return Report(await TryAsync(account, target, largest, either.Token));
        }
        catch (Exception e) when (e is FetchLockLostException || (e is OperationCanceledException && keeper.Lost.IsCancellationRequested))
        {
            return Report("a visit began, or the storage did not answer for long");
        }
    }

    private MoveReport Report(string? problem) => new(problem is null, problem, [.. _done.Values]);

    /// <summary>Session after session, for as long as each brings something.</summary>
    /// <returns>Why not everything came; <c>null</c> when it did.</returns>
    private async Task<string?> TryAsync(RemoteAccount account, IMoveTarget target, long largest, CancellationToken cancellationToken)
    {
        for (var (idle, before) = (0, 0); ; before = _stored)
        {
            try
            {
                await SessionAsync(account, target, largest, cancellationToken);
                return _isFull ? "the mailbox is full" : null;
            }
            catch (RemoteMailboxException e)
            {
                idle = _stored > before ? 0 : idle + 1;
                if (e.Failure is RemoteFailure.Credentials or RemoteFailure.Settings or RemoteFailure.Tls || idle >= IdleSessions)
                {
                    return e.Message;
                }

                await Task.Delay(Pause, time, cancellationToken);
            }
        }
    }

    private async Task SessionAsync(RemoteAccount account, IMoveTarget target, long largest, CancellationToken cancellationToken)
    {
        await using var mailbox = await mailboxes.OpenAsync(account, cancellationToken);
        var folders = MoveFolders.Plan(await mailbox.FoldersAsync(cancellationToken), _isExpected ? (_, _) => { } : target.Skip);
        var listings = new List<MoveListing>();
        foreach (var folder in folders)
        {
            if (await ListAsync(mailbox, account, folder, cancellationToken) is { } listing)
            {
                listings.Add(listing);
            }
        }

        _seen = [.. listings.Where(listing => !listing.Folder.HoldsAll).SelectMany(listing => listing.Book.GoneContents(new HashSet<ulong>()))];
        if (!_isExpected)
        {
            target.Expect(listings.Sum(listing => listing.Left.Count), listings.Sum(listing => listing.Octets));
            _isExpected = true;
        }

        foreach (var listing in listings.Where(_ => !_isFull))
        {
            await MoveAsync(mailbox, account, listing, target, largest, cancellationToken);
        }

        await mailbox.CloseAsync(cancellationToken);
    }

    private async Task<MoveListing?> ListAsync(IRemoteMailbox mailbox, RemoteAccount account, MoveFolder folder, CancellationToken cancellationToken)
    {
        if (await mailbox.OpenAsync(folder.Remote, cancellationToken) is not { } open)
        {
            // Gone between the two commands.
            return null;
        }

        var book = await FolderBook.LoadAsync(state, account.Id, open.Name, cancellationToken);
        var (named, _) = await FolderListing.NameAsync(mailbox, open, await mailbox.ListAsync(cancellationToken), options.BatchMessages, cancellationToken);
        var left = named.Where(message => !book.Knows(message.Uid)).ToList();
        _done.TryAdd(folder.Remote, new MovedFolder(folder.Remote, folder.Local, named.Count, named.Count - left.Count, Elsewhere: 0));
        return new MoveListing(folder, book, open.UidValidity, named.Count, left);
    }

    private async Task MoveAsync(
        IRemoteMailbox mailbox, RemoteAccount account, MoveListing listing, IMoveTarget target, long largest, CancellationToken cancellationToken)
    {
        if (listing.Left.Count == 0 || await mailbox.OpenAsync(listing.Folder.Remote, cancellationToken) is not { } open)
        {
            return;
        }

        if (open.UidValidity != listing.UidValidity)
        {
            throw new RemoteMailboxException(RemoteFailure.Protocol, $"{listing.Folder.Remote} was made anew meanwhile");
        }

        var memory = await state.LoadAsync(account.Id, cancellationToken);
        if (!memory.Folders.ContainsKey(open.Name))
        {
            await state.SetFolderAsync(account.Id, new FetchFolder { Folder = open.Name, UidValidity = open.UidValidity, Revision = null }, cancellationToken);
        }

        foreach (var message in listing.Left.Where(message => message.Message.Size > largest))
        {
            target.Skip($"{listing.Folder.Remote}, UID {message.Message.Uid}", $"it has {message.Message.Size} octets, more than a message here can have");
            target.Pass(message.Message);
        }

        foreach (var chunk in MessageChunks.Of(listing.Left.Where(message => message.Message.Size <= largest), options))
        {
            await MoveAsync(mailbox, listing, chunk, target, cancellationToken);
            if (_isFull)
            {
                return;
            }
        }
    }

    /// <summary>Messages that are recorded together: once they are stored, for storing twice does no harm and forgetting does.</summary>
    private async Task MoveAsync(
        IRemoteMailbox mailbox, MoveListing listing, IReadOnlyList<ListedMessage> chunk, IMoveTarget target, CancellationToken cancellationToken)
    {
        var uids = chunk.ToDictionary(message => message.Message.Number, message => message.Uid);
        var marks = new ConcurrentDictionary<int, FetchMark>();
        var wanted = listing.Folder.HoldsAll ? await LeaveOutAsync(mailbox, listing, chunk, marks, target, cancellationToken) : chunk;
        await mailbox.ReadAsync(
            [.. wanted.Select(message => message.Message)],
            async (message, content, token) =>
            {
                var header = FetchedHeader.Read(content);
                if (!await target.StoreAsync(listing.Folder.Local, message, content, token))
                {
                    _isFull = true;
                    return;
                }

                Interlocked.Increment(ref _stored);
                marks[message.Number] = new FetchMark(uids[message.Number], header.Content, FetchMarkState.Fetched);
            },
            cancellationToken);
        if (!marks.IsEmpty)
        {
            await listing.Book.AddAsync(time.GetUtcNow(), [.. marks.Values], cancellationToken);
            _seen.UnionWith(listing.Folder.HoldsAll ? [] : marks.Values.Select(mark => mark.Content));
        }
    }

    /// <summary>Of a folder that holds everything, those that no other folder has: told by their headers.</summary>
    private async Task<IReadOnlyList<ListedMessage>> LeaveOutAsync(
        IRemoteMailbox mailbox,
        MoveListing listing,
        IReadOnlyList<ListedMessage> chunk,
        ConcurrentDictionary<int, FetchMark> marks,
        IMoveTarget target,
        CancellationToken cancellationToken)
    {
        var uids = chunk.ToDictionary(message => message.Message.Number, message => message.Uid);
        await mailbox.ReadHeadersAsync(
            [.. chunk.Select(message => message.Message)],
            (message, header, _) =>
            {
                if (FetchedHeader.Read(header).Content is var content and not 0 && _seen.Contains(content))
                {
                    marks[message.Number] = new FetchMark(uids[message.Number], content, FetchMarkState.Fetched);
                    target.Pass(message);
                }

                return Task.CompletedTask;
            },
            cancellationToken);
        var done = _done[listing.Folder.Remote];
        _done[listing.Folder.Remote] = done with { Elsewhere = done.Elsewhere + marks.Count };
        return [.. chunk.Where(message => !marks.ContainsKey(message.Message.Number))];
    }
}

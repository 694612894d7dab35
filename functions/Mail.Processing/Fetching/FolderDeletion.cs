using Mail.Core;

namespace Mail.Processing;

/// <summary>Deletes messages of one remote folder that have been kept there for long enough.</summary>
internal sealed class FolderDeletion(FetchVisit visit, IRemoteMailbox mailbox, RemoteFolder folder, FolderBook book, TimeProvider time)
{
    private readonly HashSet<ulong> _reused = [];

    /// <summary>Messages that the server was told to delete.</summary>
    public int Count { get; private set; }

    /// <summary>The record says that it is spooled here, for longer than it is to be kept there.</summary>
    public bool IsDue(ListedMessage message) =>
        visit.Account.KeepFor is { } keep && book.FetchedAt(message.Uid) is { } at && at + keep <= time.GetUtcNow();

    /// <summary>Another message than the one that was fetched under this name: found by <see cref="DeleteRememberedAsync"/>.</summary>
    public bool IsReused(ListedMessage message) => _reused.Contains(message.Uid);

    /// <summary>
    /// RFC 1939 §7 lets a server give a UIDL again when its message is gone. What is deleted by memory is looked at once more: another message than the one that
    /// was fetched under this name is new. UIDs of IMAP cannot come again (RFC 9051 §2.3.1.1), and names made of headers say which message it is.
    /// </summary>
    /// <exception cref="RemoteMailboxException"/>
    public async Task DeleteRememberedAsync(IReadOnlyList<ListedMessage> listed, CancellationToken cancellationToken) => await DeleteAsync(
        folder is { HasUids: true, UidValidity: null } ? await WithoutReusedAsync(listed, cancellationToken) : listed, cancellationToken);

    /// <exception cref="RemoteMailboxException"/>
    public async Task DeleteAsync(IReadOnlyList<ListedMessage> listed, CancellationToken cancellationToken)
    {
        List<ListedMessage> first = [.. listed.Where(message => visit.TryDelete(folder.Name, message.Uid))];
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

        Count += first.Count;
    }

    private async Task<IReadOnlyList<ListedMessage>> WithoutReusedAsync(IReadOnlyList<ListedMessage> listed, CancellationToken cancellationToken)
    {
        var headers = await RemoteHeaders.ReadAsync(mailbox, listed, cancellationToken);
        bool IsSame(ListedMessage message) => headers[message.Message.Number].Content == book.ContentOf(message.Uid);
        // Without its header it is not known which message it is: it stays.
        var seen = listed.Where(message => headers.ContainsKey(message.Message.Number)).ToLookup(IsSame);
        _reused.UnionWith(seen[false].Select(message => message.Uid));
        return [.. seen[true]];
    }
}

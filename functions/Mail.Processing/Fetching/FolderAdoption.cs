using Mail.Core;

namespace Mail.Processing;

/// <summary>
/// When the server calls its messages by other names than before, a new UIDVALIDITY or UIDLs none of which is known: those that are known by their headers are
/// entered under their new names, and not fetched again.
/// </summary>
internal static class FolderAdoption
{
    /// <param name="gone">See <see cref="FolderBook.GoneContents"/>.</param>
    /// <returns>How many were known.</returns>
    /// <exception cref="RemoteMailboxException"/>
    /// <exception cref="FetchLockLostException"/>
    public static async Task<int> RunAsync(
        IRemoteMailbox mailbox,
        FolderBook book,
        IReadOnlyList<ListedMessage> listing,
        HashSet<ulong> gone,
        FetchFlowOptions options,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var count = 0;
        foreach (var chunk in listing.Chunk(options.BatchMessages))
        {
            var headers = await RemoteHeaders.ReadAsync(mailbox, chunk, cancellationToken);
            ulong ContentOf(ListedMessage message) => headers.TryGetValue(message.Message.Number, out var header) ? header.Content : 0;
            List<FetchMark> adopted =
            [
                .. chunk.Select(message => new FetchMark(message.Uid, ContentOf(message), FetchMarkState.Fetched))
                    .Where(mark => mark.Content != 0 && gone.Contains(mark.Content)),
            ];
            if (adopted.Count > 0)
            {
                await book.AddAsync(now, adopted, cancellationToken);
                count += adopted.Count;
            }
        }

        return count;
    }
}

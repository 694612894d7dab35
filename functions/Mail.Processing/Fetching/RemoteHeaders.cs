using System.Collections.Concurrent;
using Mail.Core;

namespace Mail.Processing;

/// <summary>Reads the headers of messages that are there.</summary>
internal static class RemoteHeaders
{
    /// <returns>By <see cref="RemoteMessage.Number"/>. A message that is gone, or whose header the server does not give away, is left out.</returns>
    /// <exception cref="RemoteMailboxException"/>
    public static async Task<IReadOnlyDictionary<int, FetchedHeader>> ReadAsync(
        IRemoteMailbox mailbox, IEnumerable<ListedMessage> messages, CancellationToken cancellationToken)
    {
        var headers = new ConcurrentDictionary<int, FetchedHeader>();
        await mailbox.ReadHeadersAsync(
            [.. messages.Select(message => message.Message)],
            (message, content, _) =>
            {
                headers[message.Number] = FetchedHeader.Read(content);
                return Task.CompletedTask;
            },
            cancellationToken);
        return headers;
    }
}

using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using Mail.Core;

namespace Mail.Processing;

/// <summary>Gives each message of a listing the name under which it is remembered.</summary>
internal static class FolderListing
{
    /// <summary>By UID; where the server has none, or gives several messages the same, by the hash of the header.</summary>
    /// <returns>Those that have a name, and how many have none: the server gives no headers away.</returns>
    public static async Task<(IReadOnlyList<ListedMessage> Named, int Unnamed)> NameAsync(
        IRemoteMailbox mailbox, RemoteFolder folder, IReadOnlyList<RemoteMessage> messages, int atOnce, CancellationToken cancellationToken)
    {
        var times = messages.GroupBy(message => message.Uid).ToDictionary(group => group.Key, group => group.Count());
        bool HasUid(RemoteMessage message) => folder.HasUids && message.Uid.Length > 0 && times[message.Uid] == 1;

        var hashes = new ConcurrentDictionary<int, string>();
        foreach (var chunk in messages.Where(message => !HasUid(message)).Chunk(atOnce))
        {
            await mailbox.ReadHeadersAsync(
                chunk,
                async (message, header, token) => hashes[message.Number] = "h:" + Convert.ToHexStringLower(await SHA256.HashDataAsync(header, token)),
                cancellationToken);
        }

        var prefix = folder.UidValidity is { } validity ? string.Create(CultureInfo.InvariantCulture, $"{validity}:") : "";
        string? KeyOf(RemoteMessage message) => HasUid(message) ? prefix + message.Uid : hashes.GetValueOrDefault(message.Number);
        // With the same header it is the same message.
        List<ListedMessage> named =
        [
            .. messages.Select(message => (Message: message, Key: KeyOf(message)))
                .Where(pair => pair.Key is not null)
                .DistinctBy(pair => pair.Key)
                .Select(pair => new ListedMessage(pair.Message, pair.Key!, FetchMark.HashOf(pair.Key!))),
        ];
        return (named, messages.Count(message => KeyOf(message) is null));
    }
}

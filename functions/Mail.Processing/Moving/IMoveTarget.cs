using Mail.Core;

namespace Mail.Processing;

/// <summary>Where a remote account's messages go. Called from several threads at once, but for <see cref="Expect"/>.</summary>
public interface IMoveTarget
{
    /// <summary>So many messages are still to come, of so many octets as the server counts: called once, before the first.</summary>
    void Expect(int messages, long octets);

    /// <summary>Stores a message. The same message for the same folder, given again, is stored once.</summary>
    /// <param name="content">Seekable; readable during the call.</param>
    /// <returns>False when there is no room for any more: the move ends.</returns>
    /// <exception cref="StorageUnavailableException">The move ends, and is continued by the same command.</exception>
    Task<bool> StoreAsync(string folder, RemoteMessage message, Stream content, CancellationToken cancellationToken);

    /// <summary>A message that needs no storing: <see cref="Expect"/> had counted it.</summary>
    void Pass(RemoteMessage message);

    /// <summary>Something that could not be moved.</summary>
    void Skip(string what, string reason);
}

using Mail.Core;
using Mail.Processing;

namespace Mail.Ctl;

/// <summary>Stores a remote account's messages as an import does: the same message for the same folder is one, whichever way it comes.</summary>
internal sealed class MoveIntoMailbox(MailboxImporter importer, Action<long> expect, Action<long> progress) : IMoveTarget
{
    public void Expect(int messages, long octets) => expect(octets);

    public async Task<bool> StoreAsync(string folder, RemoteMessage message, Stream content, CancellationToken cancellationToken)
    {
        var buffer = new MessageBuffer();
        var octets = new byte[64 * 1024];
        for (int read; (read = await content.ReadAsync(octets, cancellationToken)) > 0;)
        {
            await buffer.WriteAsync(octets.AsMemory(0, read), cancellationToken);
        }

        var item = await MessageCheck.ToItemAsync(new ImportItem($"{folder}, UID {message.Uid}", folder)
        {
            Message = buffer,
            ReceivedAt = message.ReceivedAt,
            Flags = message.Flags,
        });
        await using (item)
        {
            await importer.ImportAsync(item, cancellationToken);
        }

        progress(message.Size);
        return !importer.Report.MailboxFull;
    }

    public void Pass(RemoteMessage message) => progress(message.Size);

    public void Skip(string what, string reason) => importer.Skip(what, reason);
}

using Mail.Core;

namespace Mail.Testing;

/// <summary>One account of <see cref="InMemoryMailboxStore"/>. Used under <see cref="Locked{T}"/> only.</summary>
internal sealed class InMemoryMailbox
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, InMemoryFolder> _folders = new(StringComparer.Ordinal);

    public SortedDictionary<string, DeliveryMark> Marks { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, byte[]> Blobs { get; } = new(StringComparer.Ordinal);

    public IEnumerable<InMemoryFolder> Folders => _folders.Values;

    public T Locked<T>(Func<InMemoryMailbox, T> operation)
    {
        lock (_gate)
        {
            return operation(this);
        }
    }

    public DeliveryOutcome Deliver(MailboxDelivery delivery, byte[] content, DateTimeOffset now)
    {
        if (Marks.TryGetValue(delivery.DeliveryId, out var mark))
        {
            return new DeliveryOutcome(DeliveryStatus.AlreadyDelivered, mark.Folder, mark.Uid);
        }

        var used = _folders.Values.Sum(candidate => candidate.Row.Bytes);
        if (delivery.QuotaBytes is { } quota && used + content.Length > quota)
        {
            return new DeliveryOutcome(DeliveryStatus.OverQuota, Folder: null, Uid: 0);
        }

        var folder = Folder(delivery.Folder, now);
        var message = folder.Add(delivery, content.Length);
        Blobs[delivery.DeliveryId] = content;
        Marks[delivery.DeliveryId] = new DeliveryMark(delivery.DeliveryId, message.Folder, message.Uid, now);
        return new DeliveryOutcome(DeliveryStatus.Delivered, message.Folder, message.Uid);
    }

    /// <summary>The folder of this name, made when there is none.</summary>
    public InMemoryFolder Folder(string name, DateTimeOffset now)
    {
        var key = FolderName.Key(name);
        if (!_folders.TryGetValue(key, out var folder))
        {
            folder = new InMemoryFolder(key, FolderName.IsInbox(name) ? FolderName.Inbox : name, now);
            _folders.Add(key, folder);
        }

        return folder;
    }

    public InMemoryFolder? FindFolder(string name) => FolderName.TryKey(name, out var key) ? _folders.GetValueOrDefault(key) : null;

    public MailboxMessage? Find(string deliveryId) =>
        _folders.Values.SelectMany(folder => folder.Messages.Values).FirstOrDefault(message => message.Id == deliveryId);

    public bool Expunge(string deliveryId)
    {
        Blobs.Remove(deliveryId);
        return Find(deliveryId) is { } message && _folders[FolderName.Key(message.Folder)].Remove(message);
    }

    public MailboxMessage? Move(string deliveryId, MailboxMove move, DateTimeOffset now)
    {
        if (Find(deliveryId) is not { } message || !move.Concerns(message))
        {
            return Find(deliveryId);
        }

        var to = Folder(move.Folder, now);
        _folders[FolderName.Key(message.Folder)].Remove(message);
        return to.Add(move.Apply(message, to.Row));
    }

    public int PruneMarks(QueueId before)
    {
        var old = Marks.Keys.Where(id => string.CompareOrdinal(id, before.ToString()) < 0).ToList();
        return old.Count(Marks.Remove);
    }

    public IEnumerable<string> Check() =>
        _folders.Values
            .SelectMany(folder => folder.Messages.Values)
            .Where(message => !Blobs.ContainsKey(message.Id))
            .Select(message => $"{message.Folder} {message.Uid} has no blob {message.Id}.eml");
}

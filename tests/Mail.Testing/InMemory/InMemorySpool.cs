using Mail.Core;

namespace Mail.Testing;

/// <summary>A spool in a sorted dictionary. Envelopes are kept as JSON, so that nothing survives here that would not survive in a blob.</summary>
public sealed class InMemorySpool(TimeProvider? time = null, StorageFaults? parentFaults = null) : ISpool
{
    private const string Extension = ".eml";

    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, File> _files = new(StringComparer.Ordinal);

    public StorageFaults Faults { get; } = new(parentFaults);

    /// <summary>As an operator who copies a file into the spool.</summary>
    public void Drop(string name, byte[] content)
    {
        lock (_gate)
        {
            _files[name] = new File(EnvelopeJson: null, content, _time.GetUtcNow(), Held: false);
        }
    }

    public ValueTask<ISpoolWriter> BeginAsync(Envelope envelope, CancellationToken cancellationToken) =>
        Faults.RunAsync<ISpoolWriter>(() => new InMemorySpoolWriter(this, envelope), cancellationToken);

    public ValueTask<SpooledMessage?> OpenAsync(QueueId queueId, CancellationToken cancellationToken) =>
        Locked(
            () => Own(queueId) is { EnvelopeJson: { } json } file
                ? new SpooledMessage
                {
                    Envelope = EnvelopeJson.Read(json),
                    Content = new MemoryStream(file.Content, writable: false),
                    Held = file.Held,
                    Withdrawn = file.Withdrawn,
                }
                : null,
            cancellationToken);

    public ValueTask<SpoolEntry?> FindAsync(QueueId queueId, CancellationToken cancellationToken) =>
        Locked(() => Own(queueId) is { } file ? Entry(NameOf(queueId), file) : null, cancellationToken);

    public IAsyncEnumerable<SpoolEntry> ListAsync(QueueId? from, CancellationToken cancellationToken) =>
        Faults.List<SpoolEntry>(
            () =>
            {
                lock (_gate)
                {
                    return [.. _files
                        .Where(file => from is null || string.CompareOrdinal(file.Key, from.ToString()) >= 0)
                        .Select(file => Entry(file.Key, file.Value))];
                }
            },
            cancellationToken);

    public ValueTask<bool> SetHoldAsync(QueueId queueId, bool hold, CancellationToken cancellationToken) =>
        Locked(() => Ask(queueId, file => Replace(queueId, file with { Held = hold }))(), cancellationToken);

    public ValueTask<bool> SetWithdrawnAsync(QueueId queueId, bool withdrawn, CancellationToken cancellationToken) =>
        Locked(() => AskForWithdrawal(queueId, withdrawn)(), cancellationToken);

    public ValueTask<bool> DeleteAsync(QueueId queueId, CancellationToken cancellationToken) =>
        Locked(() => Own(queueId) is not null && _files.Remove(NameOf(queueId)), cancellationToken);

    /// <summary>A withdrawal, or its end, that is on its way: takes effect when it is called, unless the message was changed in between.</summary>
    public Func<bool> AskForWithdrawal(QueueId queueId, bool withdrawn) =>
        Ask(queueId, file => Replace(queueId, file with { Withdrawn = withdrawn }));

    public ValueTask<Stream?> OpenDroppedAsync(string name, CancellationToken cancellationToken) =>
        Locked<Stream?>(() => Dropped(name) is { } file ? new MemoryStream(file.Content, writable: false) : null, cancellationToken);

    public ValueTask<bool> DeleteDroppedAsync(string name, CancellationToken cancellationToken) =>
        Locked(() => Dropped(name) is not null && _files.Remove(name), cancellationToken);

    public async ValueTask ProbeAsync(CancellationToken cancellationToken) => await Locked(() => true, cancellationToken);

    /// <summary>A committed message never changes: committing an id a second time leaves the first.</summary>
    internal async ValueTask CommitAsync(Envelope envelope, byte[] content, bool held, CancellationToken cancellationToken) =>
        await Locked(
            () => _files.TryAdd(
                NameOf(envelope.QueueId),
                new File(EnvelopeJson.Write(envelope), content, _time.GetUtcNow(), held)),
            cancellationToken);

    private static string NameOf(QueueId queueId) => queueId + Extension;

    private static SpoolEntry Entry(string name, File file) => new()
    {
        Name = name,
        QueueId = file.EnvelopeJson is { } json ? EnvelopeJson.Read(json).QueueId : null,
        Size = file.Content.Length,
        CommittedAt = file.CommittedAt,
        Held = file.Held,
        Withdrawn = file.Withdrawn,
    };

    private void Replace(QueueId queueId, File file) => _files[NameOf(queueId)] = file with { Version = file.Version + 1 };

    private Func<bool> Ask(QueueId queueId, Action<File> change)
    {
        lock (_gate)
        {
            var seen = Own(queueId)?.Version;
            return () =>
            {
                lock (_gate)
                {
                    if (Own(queueId) is not { } file || file.Version != seen)
                    {
                        return false;
                    }

                    change(file);
                    return true;
                }
            };
        }
    }

    private File? Own(QueueId queueId) => _files.GetValueOrDefault(NameOf(queueId)) is { EnvelopeJson: not null } file ? file : null;

    private File? Dropped(string name) => _files.GetValueOrDefault(name) is { EnvelopeJson: null } file ? file : null;

    private ValueTask<T> Locked<T>(Func<T> operation, CancellationToken cancellationToken) =>
        Faults.RunAsync(
            () =>
            {
                lock (_gate)
                {
                    return operation();
                }
            },
            cancellationToken);

    private sealed record File(string? EnvelopeJson, byte[] Content, DateTimeOffset CommittedAt, bool Held, bool Withdrawn = false, int Version = 0);
}

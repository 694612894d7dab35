using Mail.Core;

namespace Mail.Testing;

public sealed class InMemorySeenMessages(StorageFaults? parentFaults = null) : ISeenMessages
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string, string, string), SeenMessage> _seen = [];

    public StorageFaults Faults { get; } = new(parentFaults);

    public ValueTask<SeenMessage?> FindAsync(string accountId, string handle, string id, CancellationToken cancellationToken) =>
        Locked(() => _seen.GetValueOrDefault((accountId, handle, id)), cancellationToken);

    public async ValueTask RememberAsync(SeenMessage seen, CancellationToken cancellationToken) =>
        await Locked(() => _seen[(seen.AccountId, seen.Handle, seen.Id)] = seen, cancellationToken);

    public ValueTask<int> PruneAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        Locked(() => _seen.Where(pair => pair.Value.Until < now).ToList().Count(pair => _seen.Remove(pair.Key)), cancellationToken);

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
}

using Azure.Data.Tables;

namespace Mail.Azure;

/// <summary>The writers of the accounts that were delivered to lately; they remember the state of an account, so that a delivery need not read it.</summary>
internal sealed class AccountWriters(TableClient table, TimeProvider time)
{
    // A few KiB each. An account that falls out costs one request more the next time.
    private const int Capacity = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, AccountWriter> _writers = new(StringComparer.Ordinal);

    public AccountWriter Get(string accountId)
    {
        lock (_gate)
        {
            if (!_writers.TryGetValue(accountId, out var writer))
            {
                MakeRoom();
                writer = new AccountWriter(table, accountId, time);
                _writers.Add(accountId, writer);
            }

            return writer;
        }
    }

    public void Forget(string accountId)
    {
        lock (_gate)
        {
            _writers.Remove(accountId);
        }
    }

    // Two writers of one account at once would be correct too, only slower: the ETags keep them apart.
    private void MakeRoom()
    {
        if (_writers.Count >= Capacity)
        {
            foreach (var (accountId, _) in _writers.Where(pair => pair.Value.IsIdle).Take(Capacity / 2).ToList())
            {
                _writers.Remove(accountId);
            }
        }
    }
}

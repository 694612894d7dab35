using System.Diagnostics.CodeAnalysis;

namespace Mail.Core;

/// <summary>
/// A dictionary that never holds more than <paramref name="capacity"/> entries: those that were used least recently go first, roughly. Entries are in
/// two generations; when the younger one is full, the older one is forgotten. So what was used within the last half capacity of other keys is
/// there, at the price of two lookups and without a list to maintain. For many threads.
/// </summary>
/// <param name="capacity">At least 2.</param>
public sealed class RecentlyUsed<TKey, TValue>(int capacity)
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private Dictionary<TKey, TValue> _young = [];
    private Dictionary<TKey, TValue> _old = [];

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _young.Count + _old.Count;
            }
        }
    }

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        lock (_gate)
        {
            return TryUse(key, out value);
        }
    }

    /// <summary>The value that there is, or a new one, made under the lock: quickly.</summary>
    public TValue GetOrAdd(TKey key, Func<TKey, TValue> make)
    {
        lock (_gate)
        {
            if (!TryUse(key, out var value))
            {
                Put(key, value = make(key));
            }

            return value;
        }
    }

    public void Set(TKey key, TValue value)
    {
        lock (_gate)
        {
            _old.Remove(key);
            Put(key, value);
        }
    }

    public void Remove(TKey key)
    {
        lock (_gate)
        {
            _young.Remove(key);
            _old.Remove(key);
        }
    }

    private bool TryUse(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (_young.TryGetValue(key, out value))
        {
            return true;
        }

        if (!_old.Remove(key, out value))
        {
            return false;
        }

        Put(key, value);
        return true;
    }

    private void Put(TKey key, TValue value)
    {
        if (_young.Count >= capacity / 2 && !_young.ContainsKey(key))
        {
            _old = _young;
            _young = [];
        }

        _young[key] = value;
    }
}

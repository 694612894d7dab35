using System.Collections.Concurrent;
using Mail.Core;

namespace Mail.Testing;

/// <summary>DKIM keys in memory, for reading and changing.</summary>
public sealed class InMemoryDkimKeys : IDkimKeys, IDkimKeyEditor
{
    private readonly ConcurrentDictionary<(string Domain, string Selector), DkimSecret> _keys = new();

    public ValueTask<IReadOnlyList<DkimSecret>> FindActiveAsync(string domain, CancellationToken cancellationToken) => new(
        [.. _keys.Values
            .Where(secret => secret.Key.Domain == domain && secret.Key.State == DkimKeyState.Active)
            .GroupBy(secret => secret.Key.Algorithm)
            .OrderBy(keys => keys.Key)
            .Select(keys => keys.MaxBy(secret => secret.Key.Since)!)]);

    public IAsyncEnumerable<DkimKey> ListAsync(string? domain, CancellationToken cancellationToken) => _keys.Values
        .Select(secret => secret.Key)
        .Where(key => domain is null || key.Domain == domain)
        .OrderBy(key => key.Domain, StringComparer.Ordinal)
        .ThenBy(key => key.Selector, StringComparer.Ordinal)
        .ToAsyncEnumerable();

    public ValueTask<bool> AddAsync(DkimSecret secret, CancellationToken cancellationToken) =>
        new(_keys.TryAdd((secret.Key.Domain, secret.Key.Selector), secret));

    public ValueTask<bool> SetStatesAsync(
        string domain, IReadOnlyDictionary<string, DkimKeyState> states, DateTimeOffset since, CancellationToken cancellationToken)
    {
        if (!states.Keys.All(selector => _keys.ContainsKey((domain, selector))))
        {
            return new(false);
        }

        foreach (var (selector, state) in states)
        {
            var old = _keys[(domain, selector)];
            _keys[(domain, selector)] = old with { Key = old.Key with { State = state, Since = since } };
        }

        return new(true);
    }

    public ValueTask<bool> RemoveAsync(string domain, string selector, CancellationToken cancellationToken) =>
        new(_keys.TryRemove((domain, selector), out _));

    public IAsyncEnumerable<DirectoryProblem> CheckAsync(CancellationToken cancellationToken) => AsyncEnumerable.Empty<DirectoryProblem>();
}

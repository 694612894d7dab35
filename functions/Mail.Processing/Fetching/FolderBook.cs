using Mail.Core;

namespace Mail.Processing;

/// <summary>What is remembered of one remote folder, while a visit works on it.</summary>
internal sealed class FolderBook
{
    private readonly IFetchState _state;
    private readonly string _id;
    private readonly string _folder;
    private readonly SortedDictionary<long, FetchBatch> _batches;
    private readonly Dictionary<ulong, (long Batch, FetchMark Mark)> _marks = [];

    private FolderBook(IFetchState state, string id, string folder, IEnumerable<FetchBatch> batches)
    {
        (_state, _id, _folder) = (state, id, folder);
        _batches = new(batches.ToDictionary(batch => batch.Number));
        foreach (var batch in _batches.Values)
        {
            Enter(batch);
        }
    }

    public IEnumerable<FetchBatch> Batches => _batches.Values;

    public bool IsEmpty => _marks.Count == 0;

    public int Count => _marks.Count;

    public static async Task<FolderBook> LoadAsync(IFetchState state, string id, string folder, CancellationToken cancellationToken) =>
        new(state, id, folder, await state.LoadBatchesAsync(id, folder, cancellationToken));

    public bool Knows(ulong uid) => _marks.ContainsKey(uid);

    /// <summary><c>null</c> for one that is not known.</summary>
    public FetchMarkState? StateOf(ulong uid) => _marks.TryGetValue(uid, out var entry) ? entry.Mark.State : null;

    /// <summary>When it was fetched; <c>null</c> when it was not.</summary>
    public DateTimeOffset? FetchedAt(ulong uid) =>
        _marks.TryGetValue(uid, out var entry) && entry.Mark.State == FetchMarkState.Fetched ? _batches[entry.Batch].At : null;

    /// <summary>Of the message that was fetched under this UID; <c>null</c> when none was. See <see cref="FetchMark.Content"/>.</summary>
    public ulong? ContentOf(ulong uid) =>
        _marks.TryGetValue(uid, out var entry) && entry.Mark.State == FetchMarkState.Fetched ? entry.Mark.Content : null;

    /// <summary>What was fetched under UIDs that are no longer there, by <see cref="FetchMark.Content"/>.</summary>
    public HashSet<ulong> GoneContents(IReadOnlySet<ulong> present) =>
        [.. _marks.Values.Where(entry => entry.Mark is { State: FetchMarkState.Fetched, Content: not 0 } && !present.Contains(entry.Mark.Uid)).Select(entry => entry.Mark.Content)];

    /// <exception cref="FetchLockLostException"/>
    public Task<FetchBatch> AddAsync(DateTimeOffset at, IReadOnlyList<FetchMark> marks, CancellationToken cancellationToken) => WriteAsync(
        new FetchBatch { Folder = _folder, Number = (_batches.Count == 0 ? 0 : _batches.Keys.Last()) + 1, At = at, Messages = marks }, cancellationToken);

    /// <exception cref="FetchLockLostException"/>
    public async Task<FetchBatch> WriteAsync(FetchBatch batch, CancellationToken cancellationToken)
    {
        var written = await _state.WriteBatchAsync(_id, batch, cancellationToken) ?? throw new FetchLockLostException();
        _batches[written.Number] = written;
        Enter(written);
        return written;
    }

    /// <summary>Puts one batch in the place of some; nothing when it would be empty.</summary>
    /// <exception cref="FetchLockLostException"/>
    public async Task MergeAsync(IReadOnlyList<FetchBatch> old, FetchBatch merged, CancellationToken cancellationToken)
    {
        if (!await _state.MergeBatchesAsync(_id, old, merged, cancellationToken))
        {
            throw new FetchLockLostException();
        }
    }

    private void Enter(FetchBatch batch)
    {
        foreach (var mark in batch.Messages)
        {
            // A UID that was given to another message: the newer batch has that one.
            if (!_marks.TryGetValue(mark.Uid, out var entry) || entry.Batch <= batch.Number)
            {
                _marks[mark.Uid] = (batch.Number, mark);
            }
        }
    }
}

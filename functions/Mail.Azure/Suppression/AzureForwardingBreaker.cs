using Azure;
using Azure.Data.Tables;
using Mail.Core;

namespace Mail.Azure;

/// <summary>
/// Table <c>Forwarding</c>: partition key the domain, row key <c>state</c>; columns <c>WindowStart</c>, <c>Sent</c>, <c>Refused</c>, <c>OpenUntil</c>,
/// <c>LastReply</c>. An operator who removes the row lets forwards go again.
/// </summary>
public sealed class AzureForwardingBreaker : IForwardingBreaker
{
    private const string RowKey = "state";
    private const int Remembered = 10_000;

    /// <summary>Of a conditional write, when others write the same row.</summary>
    private const int Tries = 5;

    private readonly TableClient _table;
    private readonly ISiteSettings _settings;
    private readonly TimeProvider _time;
    private readonly ExpiringCache<DateTimeOffset?> _cache;

    private readonly Lock _gate = new();
    private Task _lastCount = Task.CompletedTask;

    internal AzureForwardingBreaker(StorageConnection connection, ISiteSettings settings, TimeSpan cacheTime, TimeProvider time)
    {
        _table = connection.Tables.GetTableClient("Forwarding");
        _settings = settings;
        _time = time;
        _cache = new(cacheTime, Remembered, time);
    }

    public async ValueTask<DateTimeOffset?> WaitsUntilAsync(string domain, CancellationToken cancellationToken)
    {
        var until = await _cache.GetAsync(
            domain, async () => (await FindAsync(domain, CancellationToken.None))?.State.OpenUntil, cancellationToken);
        return until > _time.GetUtcNow() ? until : null;
    }

    public async ValueTask CountAsync(string domain, int sent, int refused, string reply, CancellationToken cancellationToken)
    {
        var settings = await _settings.GetAsync(cancellationToken);
        Task mine;
        lock (_gate)
        {
            // One after the other: attempts of one process don't compete for a row that all of them write.
            mine = _lastCount = AfterAsync(_lastCount, () => WriteAsync(domain, sent, refused, reply, settings, cancellationToken));
        }

        await mine;
        _cache.Forget(domain);
    }

    private static async Task AfterAsync(Task before, Func<Task> next)
    {
        // Whether that one could be written is for who asked for it.
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await next();
    }

    private async Task WriteAsync(string domain, int sent, int refused, string reply, SiteSettings settings, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var now = _time.GetUtcNow();
            var old = await FindAsync(domain, cancellationToken);
            var state = (old?.State ?? ForwardingState.New(domain, now)).Count(
                sent, refused, reply, now, settings.ForwardRefusals, settings.ForwardRefusalsPercent, settings.ForwardPause);
            if (await _table.TryWriteRowAsync(Write(state), old?.Version, cancellationToken))
            {
                return;
            }
        }

        throw new StorageUnavailableException($"what {domain} takes is counted by others all the time");
    }

    public async ValueTask<bool> ResetAsync(string domain, CancellationToken cancellationToken)
    {
        var wasThere = await _table.TryDeleteRowAsync(TableKey.Encode(domain), RowKey, cancellationToken);
        _cache.Forget(domain);
        return wasThere;
    }

    public IAsyncEnumerable<ForwardingState> ListAsync(CancellationToken cancellationToken) =>
        _table.RowsAsync(TableFilter.Row(RowKey), cancellationToken).Select(Read);

    private async Task<(ForwardingState State, ETag Version)?> FindAsync(string domain, CancellationToken cancellationToken) =>
        await _table.FindRowAsync(TableKey.Encode(domain), RowKey, cancellationToken) is { } row ? (Read(row), row.ETag) : null;

    private static ForwardingState Read(TableEntity row) => new(
        TableKey.Decode(row.PartitionKey),
        Lenient.Time(row, "WindowStart") ?? default,
        (int)Math.Clamp(Lenient.Number(row, "Sent"), 0, int.MaxValue / 2),
        (int)Math.Clamp(Lenient.Number(row, "Refused"), 0, int.MaxValue / 2),
        Lenient.Time(row, "OpenUntil"),
        Lenient.Text(row, "LastReply") ?? "");

    private static TableEntity Write(ForwardingState state)
    {
        var row = new TableEntity(TableKey.Encode(state.Domain), RowKey)
        {
            ["WindowStart"] = state.WindowStart,
            ["Sent"] = state.Sent,
            ["Refused"] = state.Refused,
            ["LastReply"] = LongText.Cut(state.LastReply, 1000),
        };
        if (state.OpenUntil is { } until)
        {
            row["OpenUntil"] = until;
        }

        return row;
    }
}

using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Mail.Core;

namespace Mail.Azure;

/// <summary>
/// Table <c>Forwarding</c>: partition key the domain, row key <c>state</c>; columns <c>WindowStart</c>, <c>Sent</c>, <c>Refused</c>, <c>OpenUntil</c>,
/// <c>LastReply</c>, and <c>Targets</c>, in JSON, of single addresses. An operator who removes the row lets forwards go again.
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
    private readonly ExpiringCache<ForwardingState?> _cache;

    private readonly Lock _gate = new();
    private Task _lastCount = Task.CompletedTask;

    internal AzureForwardingBreaker(StorageConnection connection, ISiteSettings settings, TimeSpan cacheTime, TimeProvider time)
    {
        _table = connection.Tables.GetTableClient("Forwarding");
        _settings = settings;
        _time = time;
        _cache = new(cacheTime, Remembered, time);
    }

    public async ValueTask<DateTimeOffset?> WaitsUntilAsync(MailAddress target, CancellationToken cancellationToken)
    {
        var state = await _cache.GetAsync(
            target.Domain, async () => (await FindAsync(target.Domain, CancellationToken.None))?.State, cancellationToken);
        return state?.WaitsUntil(target, _time.GetUtcNow());
    }

    public async ValueTask CountAsync(ForwardingOutcome outcome, CancellationToken cancellationToken)
    {
        var limits = ForwardingLimits.From(await _settings.GetAsync(cancellationToken));
        Task mine;
        lock (_gate)
        {
            // One after the other: attempts of one process don't compete for a row that all of them write.
            mine = _lastCount = AfterAsync(_lastCount, () => WriteAsync(outcome, limits, cancellationToken));
        }

        await mine;
        _cache.Forget(outcome.Target.Domain);
    }

    private static async Task AfterAsync(Task before, Func<Task> next)
    {
        // Whether that one could be written is for who asked for it.
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await next();
    }

    private async Task WriteAsync(ForwardingOutcome outcome, ForwardingLimits limits, CancellationToken cancellationToken)
    {
        var domain = outcome.Target.Domain;
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var now = _time.GetUtcNow();
            var old = await FindAsync(domain, cancellationToken);
            var state = (old?.State ?? ForwardingState.New(domain, now)).Count(outcome, limits, now);
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
        Lenient.Text(row, "LastReply") ?? "")
    {
        Targets = ReadTargets(row),
    };

    /// <summary>What a hand has spoiled counts anew.</summary>
    private static IReadOnlyList<ForwardingTarget> ReadTargets(TableEntity row)
    {
        try
        {
            return LongText.Get(row, "Targets") is { Length: > 0 } text ? JsonSerializer.Deserialize(text, TextJson.Default.IReadOnlyListForwardingTarget) ?? [] : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static TableEntity Write(ForwardingState state)
    {
        var row = new TableEntity(TableKey.Encode(state.Domain), RowKey)
        {
            ["WindowStart"] = state.WindowStart,
            ["Sent"] = state.Sent,
            ["Refused"] = state.Refused,
            ["LastReply"] = LongText.Cut(state.LastReply, 1000),
        };
        if (state.Targets.Count > 0)
        {
            LongText.Set(row, "Targets", JsonSerializer.Serialize(state.Targets, TextJson.Default.IReadOnlyListForwardingTarget));
        }

        if (state.OpenUntil is { } until)
        {
            row["OpenUntil"] = until;
        }

        return row;
    }
}

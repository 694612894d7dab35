using Azure.Data.Tables;

namespace Mail.Local.Tests.Durable;

/// <summary>What a crash can leave behind in the journal of Azurite's tables, made by hand.</summary>
public sealed class JournalTests : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly AzuriteUnderTest _azurite;

    // So rarely saved that everything stands in the journal.
    public JournalTests() => _azurite = new(_folder.Path) { SaveInterval = TimeSpan.FromHours(1) };

    [Fact(Timeout = 300_000)]
    public async Task A_line_torn_by_the_crash_is_left_out_and_the_lines_before_it_count()
    {
        await StartWithRowAsync();
        await KillAsync();
        await File.AppendAllTextAsync(Segments()[^1], """[{"c":"devstoreaccount1$letters","put":{"PartitionKey":"p","Row""", Token);

        await _azurite.StartAsync();

        Assert.Equal(["r1"], await RowsAsync());
        await Table.AddEntityAsync(new TableEntity("p", "r2"), Token);
        await KillAsync();
        await _azurite.StartAsync();
        Assert.Equal(["r1", "r2"], await RowsAsync());
    }

    [Fact(Timeout = 300_000)]
    public async Task Segments_that_the_saved_database_contains_already_change_nothing()
    {
        await StartWithRowAsync();
        await Table.DeleteEntityAsync("p", "r1", cancellationToken: Token);
        await Table.AddEntityAsync(new TableEntity("p", "r2"), Token);
        await KillAsync();
        var segments = Segments().ToDictionary(s => s, File.ReadAllBytes);
        await _azurite.StartAsync(); // replays, saves, deletes the segments
        Assert.Empty(Segments());
        await KillAsync();
        foreach (var (path, bytes) in segments) // as if it had died before deleting them
            await File.WriteAllBytesAsync(path, bytes, Token);

        await _azurite.StartAsync();

        Assert.Equal(["r2"], await RowsAsync());
    }

    [Fact(Timeout = 300_000)]
    public async Task A_damaged_line_is_an_error_and_not_a_quiet_loss()
    {
        await StartWithRowAsync();
        await KillAsync();
        var segment = Segments()[^1];
        await File.WriteAllTextAsync(segment, "[{\"c\":\n" + await File.ReadAllTextAsync(segment, Token), Token);

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(_azurite.StartAsync);

        Assert.Contains("cannot be replayed", failure.Message, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await _azurite.DisposeAsync();
        _folder.Dispose();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private TableClient Table => new(_azurite.ConnectionString, "letters", Once.Configure(new TableClientOptions()));

    private async Task StartWithRowAsync()
    {
        await _azurite.StartAsync();
        await Table.CreateAsync(Token);
        await Table.AddEntityAsync(new TableEntity("p", "r1"), Token);
    }

    private Task KillAsync()
    {
        _azurite.Kill();
        return _azurite.WaitForEndAsync();
    }

    private async Task<List<string>> RowsAsync() =>
        await Table.QueryAsync<TableEntity>(cancellationToken: Token).Select(row => row.RowKey).ToListAsync(Token);

    private List<string> Segments() => [.. Directory.GetFiles(_folder.Path, "__azurite_db_table__.json.wal.*").Order()];
}

using System.Text.Json;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Mail.Testing;

namespace Mail.Ctl.Tests;

/// <summary>A backup of one account of Azurite, put back into another.</summary>
public sealed class BackupTests : IClassFixture<AzuriteFixture>, IDisposable
{
    private const string Message = "Subject: one\r\nDate: Thu, 1 Jan 2026 10:00:00 +0000\r\n\r\nFrom me\r\n";

    private readonly TemporaryDirectory _files = new();
    private readonly CtlWorld _world = new() { Connect = StorageComposition.Connect };
    private readonly AzuriteFixture _azurite;

    public BackupTests(AzuriteFixture azurite)
    {
        _azurite = azurite;
        Use(azurite.NewAccount());
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Connection => _world.Environment["MAIL_STORAGE"];

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Everything_comes_back_in_another_account()
    {
        await FillAsync();
        var before = await ListAsync();
        var accounts = await RowsAsync("Accounts");
        Assert.NotEmpty(accounts);
        Done(await BackUpAsync());

        Use(_azurite.NewAccount());
        var restored = Done(await _world.RunAsync(["restore", _files["backup"], "--json"])).Json;

        Assert.Equal(before, await ListAsync());
        Assert.Equal(1, restored.GetProperty("blobs").GetInt32());
        Assert.Equal(0, (await _world.RunAsync("check")).ExitCode);
        Assert.Contains("alice@example.test", (await _world.RunAsync("account list")).Succeeded().Out, StringComparison.Ordinal);
        // People log in with the passwords that they had.
        Assert.Equal(accounts, await RowsAsync("Accounts"));
    }

    [Fact]
    public async Task Every_type_of_a_column_and_the_metadata_of_a_blob_come_back()
    {
        var row = new TableEntity("a b", "ü!'~")
        {
            ["Text"] = "two\nlines \"quoted\" \u0001 ü 🙂",
            ["Empty"] = "",
            ["Yes"] = true,
            ["Small"] = int.MinValue,
            ["Big"] = long.MaxValue,
            ["Half"] = 0.1 + 0.2,
            ["Whole"] = 2.0,
            ["None"] = double.NaN,
            ["When"] = new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero).AddTicks(9),
            ["Id"] = Guid.Parse("0d3ee2a1-0000-4000-8000-000000000001"),
            ["Bytes"] = new byte[] { 0, 255 },
        };
        await new TableServiceClient(Connection).GetTableClient("Odd").CreateAsync(Cancellation);
        await new TableServiceClient(Connection).GetTableClient("Odd").AddEntityAsync(row, Cancellation);
        await PutAsync("odd", "..|passwd", "climbs", ("Envelope", "{\"v\":1}"));
        await PutAsync("odd", "a/b", "deep");
        await PutAsync("odd", "a", "the folder of the other");
        await PutAsync("odd", new string('ü', 200), "long");
        Done(await BackUpAsync());
        Assert.All(Directory.GetFiles(_files["backup"], "*", SearchOption.AllDirectories), file => Assert.True(file.Length > 0));
        Assert.Equal(4, Directory.GetFiles(Path.Combine(_files["backup"], "content", "odd")).Length);

        var rows = await RowsAsync("Odd");
        Use(_azurite.NewAccount());
        Done(await _world.RunAsync(["restore", _files["backup"]]));

        Assert.Equal(rows, await RowsAsync("Odd"));
        var again = (await new TableServiceClient(Connection).GetTableClient("Odd").GetEntityAsync<TableEntity>("a b", "ü!'~", cancellationToken: Cancellation)).Value;
        Assert.All(row, column => Assert.Equal(column.Value, again[column.Key]));
        Assert.Equal(("climbs", "{\"v\":1}", "message/rfc822"), await GetAsync("odd", "..|passwd"));
        Assert.Equal("deep", (await GetAsync("odd", "a/b")).Text);
        Assert.Equal("long", (await GetAsync("odd", new string('ü', 200))).Text);
    }

    [Fact]
    public async Task A_second_backup_fetches_what_is_new_and_the_first_can_still_be_restored()
    {
        await FillAsync();
        await PutAsync("models", "pointer", "old");
        Assert.Equal(2, Done(await BackUpAsync()).Json.GetProperty("fetched").GetInt32());
        await PutAsync("models", "pointer", "new");
        await PutAsync("models", "another", "new");
        _world.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(2, Done(await BackUpAsync()).Json.GetProperty("fetched").GetInt32());

        Use(_azurite.NewAccount());
        Done(await _world.RunAsync(["restore", _files["backup"], "--from", "20260102T120000Z"]));
        Assert.Equal("old", (await GetAsync("models", "pointer")).Text);
        Use(_azurite.NewAccount());
        Done(await _world.RunAsync(["restore", _files["backup"]]));
        Assert.Equal("new", (await GetAsync("models", "pointer")).Text);
        Refused(await _world.RunAsync(["restore", _files["backup"], "--merge", "--from", "2026"]), "there are 20260103T120000Z, 20260102T120000Z");
    }

    [Fact]
    public async Task Kept_are_as_many_as_are_asked_for_and_contents_that_they_name()
    {
        await PutAsync("models", "pointer", "old");
        Done(await BackUpAsync());
        await PutAsync("models", "pointer", "new");
        _world.Time.Advance(TimeSpan.FromDays(1));
        // One that was broken off.
        Directory.CreateDirectory(Path.Combine(_files["backup"], "20260102T130000Z", "tables"));

        var report = Done(await BackUpAsync("--keep", "1")).Json;

        Assert.Equal(2, report.GetProperty("removed").GetInt32());
        Assert.Equal("new", File.ReadAllText(Assert.Single(Directory.GetFiles(Path.Combine(_files["backup"], "content", "models")))));
        Use(_azurite.NewAccount());
        Done(await _world.RunAsync(["restore", _files["backup"]]));
        Assert.Equal("new", (await GetAsync("models", "pointer")).Text);
    }

    [Fact]
    public async Task A_storage_that_is_not_empty_is_left_alone_unless_asked()
    {
        await FillAsync();
        Done(await BackUpAsync());

        Refused(await _world.RunAsync(["restore", _files["backup"]]), "is not empty");
        Done(await _world.RunAsync(["restore", _files["backup"], "--merge"]));
        Assert.Equal(0, (await _world.RunAsync("check")).ExitCode);
    }

    [Fact]
    public async Task Damage_is_seen_and_said()
    {
        await FillAsync();
        Done(await BackUpAsync());
        var generation = Path.Combine(_files["backup"], "20260102T120000Z");
        Use(_azurite.NewAccount());

        var content = Assert.Single(Directory.GetFiles(Path.Combine(_files["backup"], "content"), "*.eml", SearchOption.AllDirectories));
        var whole = await File.ReadAllBytesAsync(content, Cancellation);
        await File.WriteAllBytesAsync(content, [.. whole, 1], Cancellation);
        Refused(await _world.RunAsync(["restore", _files["backup"]]), "SHA-256 is another");
        await File.WriteAllBytesAsync(content, whole, Cancellation);

        var table = Path.Combine(generation, "tables", "Accounts.jsonl");
        var rows = await File.ReadAllTextAsync(table, Cancellation);
        foreach (var (broken, reason) in new[] { ("", "0 rows in place of 1"), ("{}\n", "not a row"), (rows[..^10], "not a row"), ("{\"PartitionKey\":\"a\",\"RowKey\":\"b\",\"X\":{}}\n", "not a row") })
        {
            await File.WriteAllTextAsync(table, broken, Cancellation);
            Refused(await _world.RunAsync(["restore", _files["backup"], "--merge"]), reason);
        }

        await File.WriteAllTextAsync(table, rows, Cancellation);
        var list = Assert.Single(Directory.GetFiles(Path.Combine(generation, "blobs"), "mailbox-*.jsonl"));
        var lines = await File.ReadAllTextAsync(list, Cancellation);
        await File.WriteAllTextAsync(list, lines.Replace("\"file\":\"", "\"file\":\"../../../", StringComparison.Ordinal), Cancellation);
        Refused(await _world.RunAsync(["restore", _files["backup"], "--merge"]), "outside");
        await File.WriteAllTextAsync(list, "nonsense\n", Cancellation);
        Refused(await _world.RunAsync(["restore", _files["backup"], "--merge"]), "line 1 cannot be read");
        await File.WriteAllTextAsync(list, lines, Cancellation);
        Done(await _world.RunAsync(["restore", _files["backup"], "--merge"]));

        File.Delete(Path.Combine(generation, "backup.json"));
        Refused(await _world.RunAsync(["restore", _files["backup"]]), "no whole backup");
    }

    [Fact]
    public async Task An_account_that_is_made_meanwhile_is_in_it_with_its_mail()
    {
        await FillAsync();
        // All containers are known by then, and no table has been read.
        _world.OnErrorLine = line =>
        {
            if (line.StartsWith("Copying", StringComparison.Ordinal))
            {
                new BlobServiceClient(Connection).CreateBlobContainer("mailbox-new").Value.UploadBlob("one.eml", BinaryData.FromString("new"), Cancellation);
            }
        };

        Done(await BackUpAsync());

        _world.OnErrorLine = null;
        Use(_azurite.NewAccount());
        Done(await _world.RunAsync(["restore", _files["backup"]]));
        Assert.Equal("new", (await GetAsync("mailbox-new", "one.eml")).Text);
    }

    [Fact]
    public async Task One_that_was_broken_off_is_gone_on_with_and_nothing_is_kept_twice()
    {
        const int Blobs = 60;
        foreach (var number in Enumerable.Range(0, Blobs))
        {
            await PutAsync("mailbox-a", $"{number}.eml", new string('x', 1000));
        }

        var isFull = false;
        _world.OnErrorLine = line =>
        {
            if (!isFull && line.Contains(" of ", StringComparison.Ordinal))
            {
                isFull = true;
                throw new IOException("The disk is full.");
            }
        };
        Assert.Equal(1, (await BackUpAsync()).ExitCode);
        _world.OnErrorLine = null;
        var fetched = Directory.GetFiles(Path.Combine(_files["backup"], "content", "mailbox-a")).Length;
        Assert.InRange(fetched, 1, Blobs - 1);
        _world.Time.Advance(TimeSpan.FromDays(1));

        Assert.Equal(Blobs - fetched, Done(await BackUpAsync("--keep", "1")).Json.GetProperty("fetched").GetInt32());
        Assert.Equal(Blobs, Directory.GetFiles(Path.Combine(_files["backup"], "content", "mailbox-a")).Length);
        Assert.Empty(Directory.GetFiles(_files["backup"], "*.fetched", SearchOption.AllDirectories));
        Use(_azurite.NewAccount());
        Done(await _world.RunAsync(["restore", _files["backup"]]));
    }

    [Fact]
    public async Task A_blob_whose_metadata_alone_changed_is_kept_once()
    {
        await PutAsync("mailbox-a", "1.eml", "the same");
        Done(await BackUpAsync());
        await PutAsync("mailbox-a", "1.eml", "the same", ("Seen", "yes"));
        _world.Time.Advance(TimeSpan.FromDays(1));

        Done(await BackUpAsync());

        Assert.Single(Directory.GetFiles(Path.Combine(_files["backup"], "content", "mailbox-a")));
    }

    [Fact]
    public async Task Two_at_once_in_one_folder_do_not_remove_what_the_other_fetches()
    {
        await FillAsync();
        Directory.CreateDirectory(_files["backup"]);
        using (new BackupFolder(_files["backup"]).Lock())
        {
            Refused(await BackUpAsync("--keep", "1"), "Another backup is being made");
        }

        Done(await BackUpAsync("--keep", "1"));
    }

    [Fact]
    public async Task Older_ones_are_removed_where_there_is_no_content_yet()
    {
        await new TableServiceClient(Connection).GetTableClient("Odd").CreateAsync(Cancellation);

        Done(await BackUpAsync("--keep", "1"));
    }

    [Fact]
    public async Task Long_rows_in_any_writing_come_back()
    {
        var table = new TableServiceClient(Connection).GetTableClient("Odd");
        await table.CreateAsync(Cancellation);
        foreach (var number in Enumerable.Range(0, 24))
        {
            var row = new TableEntity("a", $"{number}");
            foreach (var column in Enumerable.Range(0, 2))
            {
                // Each of them is \uXXXX on the wire.
                row[$"C{column}"] = new string('語', 30_000);
            }

            await table.AddEntityAsync(row, Cancellation);
        }

        var rows = await RowsAsync("Odd");
        Done(await BackUpAsync());
        Use(_azurite.NewAccount());

        Done(await _world.RunAsync(["restore", _files["backup"]]));

        Assert.Equal(rows, await RowsAsync("Odd"));
    }

    [Fact]
    public async Task A_second_restore_can_take_away_what_has_gone_since_the_first()
    {
        var old = _azurite.NewAccount();
        var other = _azurite.NewAccount();
        Use(old);
        await FillAsync();
        await PutAsync("spool", "gone.eml", "gone");
        await new TableServiceClient(Connection).GetTableClient("Outbound").CreateAsync(Cancellation);
        await new TableServiceClient(Connection).GetTableClient("Outbound").AddEntityAsync(new TableEntity("peer.test", "sent"), Cancellation);
        Done(await BackUpAsync());
        Use(other);
        Done(await _world.RunAsync(["restore", _files["backup"]]));
        // Meanwhile the old one goes on.
        Use(old);
        await new TableServiceClient(Connection).GetTableClient("Outbound").DeleteEntityAsync("peer.test", "sent", cancellationToken: Cancellation);
        await new BlobServiceClient(Connection).GetBlobContainerClient("spool").DeleteBlobAsync("gone.eml", cancellationToken: Cancellation);
        var listed = await ListAsync();
        _world.Time.Advance(TimeSpan.FromDays(1));
        Done(await BackUpAsync());
        Use(other);
        await PutAsync("mailbox-of-nobody", "1.eml", "not in the backup");

        var report = Done(await _world.RunAsync(["restore", _files["backup"], "--exact", "--json"])).Json;

        Assert.Equal((1, 2), (report.GetProperty("removedRows").GetInt32(), report.GetProperty("removedBlobs").GetInt32()));
        Assert.Empty(await RowsAsync("Outbound"));
        Assert.False(await new BlobServiceClient(Connection).GetBlobContainerClient("spool").GetBlobClient("gone.eml").ExistsAsync(Cancellation));
        Assert.Equal(listed, await ListAsync());
    }

    [Fact]
    public async Task Only_the_owner_can_read_a_backup()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "skipped: modes of files are Linux's");
        await FillAsync();
        Done(await BackUpAsync());

        var readable = new DirectoryInfo(_files["backup"]).EnumerateFiles("*", SearchOption.AllDirectories)
            .Where(file => (file.UnixFileMode & (UnixFileMode.GroupRead | UnixFileMode.OtherRead)) != UnixFileMode.None);
        Assert.Empty(readable);
    }

    /// <summary>Progress is told on standard error.</summary>
    private static CtlRun Done(CtlRun run)
    {
        Assert.True(run.ExitCode == 0, run.Error);
        return run;
    }

    private static void Refused(CtlRun run, string because)
    {
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(because, run.Error.Split("mailctl: ")[^1], StringComparison.Ordinal);
    }

    private void Use(AzuriteAccount account) => _world.Environment["MAIL_STORAGE"] = account.ConnectionString;

    private async Task FillAsync()
    {
        (await _world.RunAsync("domain add example.test")).Succeeded();
        (await _world.RunAsync("account add alice@example.test --password-stdin", "secret\n")).Succeeded();
        await _world.ImportAsync(1, 0, 0, _files.Write("one.eml", Message));
    }

    private Task<CtlRun> BackUpAsync(params string[] options) => _world.RunAsync(["backup", _files["backup"], "--json", .. options]);

    private async Task<string> ListAsync() =>
        JsonSerializer.Serialize((await _world.RunAsync("mailbox list alice@example.test --json")).Succeeded().Json);

    private async Task<List<string>> RowsAsync(string table)
    {
        var contents = StorageComposition.Connect(Location()).OpenContents();
        return await contents.RowsAsync(table, Cancellation).ToListAsync(Cancellation);
    }

    private StorageLocation Location()
    {
        Assert.True(StorageLocation.TryParse(Connection, out var location, out _));
        return location;
    }

    private async Task PutAsync(string container, string name, string text, params (string Name, string Value)[] metadata)
    {
        var client = new BlobServiceClient(Connection).GetBlobContainerClient(container);
        await client.CreateIfNotExistsAsync(cancellationToken: Cancellation);
        var options = new BlobUploadOptions
        {
            HttpHeaders = new BlobHttpHeaders { ContentType = "message/rfc822" },
            Metadata = metadata.ToDictionary(item => item.Name, item => item.Value),
        };
        await client.GetBlobClient(name).UploadAsync(BinaryData.FromString(text), options, Cancellation);
    }

    private async Task<(string Text, string? Envelope, string Type)> GetAsync(string container, string name)
    {
        var blob = (await new BlobServiceClient(Connection).GetBlobContainerClient(container).GetBlobClient(name).DownloadContentAsync(Cancellation)).Value;
        return (blob.Content.ToString(), blob.Details.Metadata.TryGetValue("Envelope", out var envelope) ? envelope : null, blob.Details.ContentType);
    }
}

using System.Text;
using Azure.Data.Tables;
using CsCheck;
using Mail.Core;
using Mail.Testing;

namespace Mail.Azure.Tests;

public class TableKeyTests(AzuriteFixture azurite)
{
    private static readonly Gen<string> Text = Gen.OneOf(Gen.Char.AlphaNumeric, Gen.Char["=:/\\#?%'\"+ @.ü\u0085\u009f€\t\r\n\0\x7f"], Gen.Char)
        .Where(c => !char.IsSurrogate(c))
        .Array[0, 64]
        .Select(chars => new string(chars));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Gives_back_what_was_written() =>
        Text.Sample(text => Assert.Equal(text, TableKey.Decode(TableKey.Encode(text))));

    [Fact]
    public void Two_texts_never_share_a_key() =>
        Gen.Select(Text, Text).Sample((a, b) => Assert.Equal(a == b, TableKey.Encode(a) == TableKey.Encode(b)));

    [Fact]
    public void Has_no_character_that_a_key_may_not_have_nor_the_separator() =>
        Text.Sample(text => Assert.DoesNotContain(
            TableKey.Encode(text), c => c is '/' or '\\' or '#' or '?' or ':' or '%' or < ' ' or (>= '\x7f' and <= '\x9f')));

    [Fact]
    public void The_longest_local_part_and_folder_fit_a_key() =>
        Gen.Char["/\u0085=%"].Array[64].Sample(chars =>
        {
            // A key has 1 KiB: 512 UTF-16 units.
            Assert.InRange(TableKey.Encode(new string(chars)).Length, 64, 512);
            var folder = new string('/', FolderName.MaxLength);
            Assert.InRange(MailboxKeys.Message(FolderName.Key(folder), uint.MaxValue).Length, 1, 512);
        });

    [Theory]
    [InlineData("alice", "alice")]
    [InlineData("a/b", "a=2Fb")]
    [InlineData("a=b", "a=3Db")]
    [InlineData("grüße", "grüße")]
    [InlineData("\u0085", "=C2=85")]
    [InlineData("@", "@")]
    public void Known_keys(string text, string key) => Assert.Equal(key, TableKey.Encode(text));

    [Theory]
    [InlineData("=")]
    [InlineData("a=")]
    [InlineData("a=2")]
    [InlineData("a=ZZ")]
    [InlineData("a=+1")]
    public void An_escape_that_is_none_stays_as_it_was_typed(string key) => Assert.Equal(key, TableKey.Decode(key));

    [Fact]
    public void Octets_that_are_no_text_do_not_throw() =>
        Gen.Byte.Array[0, 20].Sample(octets => TableKey.Decode(string.Concat(octets.Select(octet => $"={octet:X2}"))).Length >= 0);

    [Fact]
    public async Task The_storage_takes_every_key_and_finds_it_again()
    {
        var table = new TableClient(azurite.NewAccount().ConnectionString, "Keys");
        await table.CreateIfNotExistsAsync(Cancellation);
        foreach (var text in new[] { "a/b", "a\\b#?", "a=b:c%20d", "it's", "grüße €", "+ &<>", "a\u0085b" })
        {
            var key = TableKey.Encode(text);
            await table.AddEntityAsync(new TableEntity(key, key), Cancellation);
            var filter = TableFilter.And(TableFilter.Partition(key), TableFilter.RowsBeginning(key));
            Assert.Equal(text, TableKey.Decode(Assert.Single(await table.RowsAsync(filter, Cancellation).ToListAsync(Cancellation)).RowKey));
            Assert.NotNull(await table.FindRowAsync(key, key, Cancellation));
        }
    }

    [Fact]
    public async Task Text_in_a_filter_is_never_read_as_part_of_it()
    {
        var table = new TableClient(azurite.NewAccount().ConnectionString, "Filters");
        await table.CreateIfNotExistsAsync(Cancellation);
        await table.AddEntityAsync(new TableEntity("p", "r") { ["MessageId"] = "secret" }, Cancellation);
        foreach (var attack in new[] { "' or '1' eq '1", "x') or (RowKey ne '", "''", "' or MessageId ne '", "x' or true or '" })
        {
            Assert.Empty(await table.RowsAsync(TableFilter.Partition(attack), Cancellation).ToListAsync(Cancellation));
            Assert.Empty(await table.RowsAsync(TableFilter.Column("MessageId", attack), Cancellation).ToListAsync(Cancellation));
            Assert.Empty(await table.RowsAsync(TableFilter.Row(attack), Cancellation).ToListAsync(Cancellation));
        }
    }

    [Fact]
    public void Long_text_survives_being_cut_into_columns()
    {
        var text = string.Concat(Enumerable.Repeat("ab🙂", 40_000));
        var row = new TableEntity("p", "r");
        LongText.Set(row, "Detail", text);
        Assert.Equal(text, LongText.Get(row, "Detail"));
        Assert.All(row.Select(column => column.Value).OfType<string>(), column => Assert.InRange(Encoding.Unicode.GetByteCount(column), 0, 64 * 1024));
    }

    [Fact]
    public void A_cut_never_leaves_half_a_character() => Assert.Equal("ab", LongText.Cut("ab🙂", 3));
}

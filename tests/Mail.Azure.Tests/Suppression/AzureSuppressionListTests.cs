using Mail.Core;
using Mail.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Mail.Azure.Tests;

public class AzureSuppressionListTests(AzuriteFixture azurite) : SuppressionListContract
{
    [Fact]
    public async Task What_another_process_says_is_in_force_within_ten_seconds()
    {
        var account = azurite.NewAccount();
        var (ours, theirs) = (new AzureStorage(TestStorage.Options(account), _time).Suppressions, new AzureStorage(TestStorage.Options(account), _time).Suppressions);
        var address = MailAddress.Parse("joe@far.test");
        Assert.Null(await ours.FindAsync(address, Cancellation));
        await theirs.AddAsync(new Suppression { Address = address, Reason = "gone", Since = Time.GetUtcNow(), Source = SuppressionSource.Operator }, Cancellation);

        Assert.Null(await ours.FindAsync(address, Cancellation));
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.NotNull(await ours.FindAsync(address, Cancellation));
        Assert.True(await ours.RemoveAsync(address, Cancellation));
        Assert.Null(await ours.FindAsync(address, Cancellation));
    }

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private AzureStorage? _storage;

    [Fact]
    public async Task A_row_typed_by_hand_holds_and_what_is_wrong_with_it_is_told()
    {
        var account = azurite.NewAccount();
        var list = new AzureStorage(TestStorage.Options(account), _time).Suppressions;
        await list.AddAsync(new Suppression { Address = MailAddress.Parse("good@far.test"), Reason = "", Since = Time.GetUtcNow(), Source = SuppressionSource.Bounce }, Cancellation);
        var table = new global::Azure.Data.Tables.TableClient(account.ConnectionString, "Suppressions");
        await table.AddEntityAsync(
            new global::Azure.Data.Tables.TableEntity("far.test", "joe") { ["Expires"] = "next week", ["Source"] = "me" }, Cancellation);
        await table.AddEntityAsync(new global::Azure.Data.Tables.TableEntity("far.test", "Upper"), Cancellation);

        var found = await list.FindAsync(MailAddress.Parse("joe@far.test"), Cancellation);
        Assert.Equal((SuppressionSource.Operator, (DateTimeOffset?)null), (found!.Source, found.Expires));
        var problems = await list.CheckAsync(Cancellation).ToListAsync(Cancellation);
        Assert.Equal(["far.testUpper", "far.testjoe"], problems.Select(problem => problem.Row.Replace(" ", "", StringComparison.Ordinal)));
        Assert.Contains("Expires has to be a time", problems[1].Problem, StringComparison.Ordinal);
    }

    protected override ISuppressionList List => (_storage ??= new AzureStorage(TestStorage.Options(azurite.NewAccount()), _time)).Suppressions;

    protected override TimeProvider Time => _time;
}

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

    protected override ISuppressionList List => (_storage ??= new AzureStorage(TestStorage.Options(azurite.NewAccount()), _time)).Suppressions;

    protected override TimeProvider Time => _time;
}

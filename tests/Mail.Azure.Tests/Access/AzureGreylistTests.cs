using System.Net;
using Mail.Core;
using Mail.Testing;

namespace Mail.Azure.Tests;

public class AzureGreylistTests(AzuriteFixture azurite) : GreylistContract
{
    private readonly AzuriteAccount _account = azurite.NewAccount();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected override IGreylist Greylist => TestStorage.Open(_account).Greylist;

    [Fact]
    public async Task A_look_is_two_point_reads_and_a_change_of_both_one_request()
    {
        var key = GreylistKey.Of(IPAddress.Parse("192.0.2.1"), sender: null, MailAddress.Parse("alice@example.test"));
        var entry = new GreylistEntry(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, 1, DateTimeOffset.UnixEpoch);
        await Greylist.SaveAsync(key, entry, entry, Cancellation);
        var before = (await _account.RequestsAsync(Cancellation)).Count;
        await Greylist.FindAsync(key, Cancellation);
        await Greylist.SaveAsync(key, entry, entry, Cancellation);
        await Greylist.SaveAsync(key, null, null, Cancellation);
        var requests = (await _account.RequestsAsync(Cancellation)).Skip(before).ToList();
        Assert.Equal(3, requests.Count);
        Assert.Equal(2, requests.Count(request => request.Contains("(PartitionKey='", StringComparison.Ordinal)));
    }
}

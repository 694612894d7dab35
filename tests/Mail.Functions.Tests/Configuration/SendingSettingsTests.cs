using System.Net;
using Mail.Azure;
using Microsoft.Extensions.Configuration;

namespace Mail.Functions.Tests;

public class SendingSettingsTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Nothing_that_is_not_public_may_be_sent_to_unless_its_network_is_named()
    {
        Assert.Empty((await ReadAsync("")).Routing.AllowedNetworks);
        Assert.Equal(
            [IPNetwork.Parse("10.1.0.0/16"), IPNetwork.Parse("fd00::/8")], (await ReadAsync("10.1.0.0/16, fd00::/8")).Routing.AllowedNetworks);
    }

    [Theory]
    [InlineData("10.1.2.3")]
    [InlineData("10.1.2.3/16")]
    [InlineData("inside")]
    public async Task What_is_no_network_is_refused_by_the_settings_name(string networks)
    {
        var error = await Assert.ThrowsAsync<ConfigurationException>(() => ReadAsync(networks));

        Assert.Contains($"MAIL_DIRECT_NETWORKS is '{networks}', expected", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_is_leased_for_as_long_as_work_in_hand_waits_after_a_crash() =>
        Assert.Equal(Lease, (await ReadAsync("")).Outbound.Lease);

    private static Task<SendingSettings> ReadAsync(string networks)
    {
        var environment = new ConfigurationBuilder().AddInMemoryCollection([new("MAIL_DIRECT_NETWORKS", networks)]).Build();
        return SendingSettings.ReadAsync(
            environment, "mx.example.test", Lease, new KeyVaultSecrets(new StorageOptions()), TestContext.Current.CancellationToken);
    }
}

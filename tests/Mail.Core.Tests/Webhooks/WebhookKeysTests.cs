using System.Security.Cryptography;
using System.Text;

namespace Mail.Core.Tests;

public class WebhookKeysTests
{
    private static readonly WebhookKeys Keys = new(new byte[32]);

    private static readonly WebhookCall Call = new()
    {
        AccountId = "alice",
        CallId = QueueId.Parse("01jabcdefghjkmnpqrstvwxyz0"),
        Url = new Uri("https://far.test/"),
        Body = "{\"subject\":\"ünï\"}",
        CreatedAt = DateTimeOffset.UnixEpoch,
    };

    [Fact]
    public void A_host_that_has_the_key_can_check_the_signature()
    {
        var fields = Keys.Sign(Call, DateTimeOffset.FromUnixTimeSeconds(1_700_000_000));
        Assert.Equal("01jabcdefghjkmnpqrstvwxyz0", fields["webhook-id"]);
        Assert.Equal("1700000000", fields["webhook-timestamp"]);

        var shown = Keys.Show("alice");
        Assert.StartsWith("whsec_", shown, StringComparison.Ordinal);
        var signed = Encoding.UTF8.GetBytes("01jabcdefghjkmnpqrstvwxyz0.1700000000." + Call.Body);
        var expected = HMACSHA256.HashData(Convert.FromBase64String(shown["whsec_".Length..]), signed);
        Assert.Equal("v1," + Convert.ToBase64String(expected), fields["webhook-signature"]);
    }

    [Fact]
    public void Accounts_and_sites_have_keys_of_their_own()
    {
        string[] keys = [Keys.Show("alice"), Keys.Show("bob"), new WebhookKeys(Enumerable.Repeat((byte)1, 32).ToArray()).Show("alice")];
        Assert.Equal(3, keys.Distinct().Count());
    }
}

using Mail.Dns;
using Mail.Testing;

namespace Mail.Interop.Tests;

/// <summary>
/// Default policy, but for this machine being no friend: 127.0.0.1 is a stranger of good standing, 127.0.0.2 one without a reverse name.
/// </summary>
public sealed class StrangerSystem : SharedSystem
{
    private FakeDnsServer? _dns;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_dns is not null)
        {
            await _dns.DisposeAsync();
        }
    }

    protected override Task<Dictionary<string, string>> SettingsAsync()
    {
        _dns ??= new FakeDnsServer(DnsZone.Parse(
            """
            {
              "1.0.0.127.in-addr.arpa": {"PTR": ["relay.sender.test"]}, "relay.sender.test": {"A": ["127.0.0.1"]},
              "sender.test": {"MX": ["10 relay.sender.test"]}
            }
            """));
        return Task.FromResult(new Dictionary<string, string>
        {
            ["MAIL_DNS_SERVERS"] = _dns.EndPoint.ToString(),
            ["MAIL_TRUSTED_NETWORKS"] = "none",
        });
    }
}

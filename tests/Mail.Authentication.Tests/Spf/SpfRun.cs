using System.Net;
using Mail.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Mail.Authentication.Tests.Spf;

/// <summary>One check of SPF against a zone.</summary>
internal static class SpfRun
{
    public static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    public static async Task<SpfVerdict> CheckAsync(
        FakeDns dns, string client, string sender = "strong-bad@email.example.com", string helo = "mx.example.org") =>
        await new SpfChecker(dns, new FakeTimeProvider(Noon))
            .CheckAsync(new SpfQuestion(IPAddress.Parse(client), sender, helo, "mx.receiver.test"), TestContext.Current.CancellationToken);

    /// <summary>The record of d.test, in a zone with some hosts.</summary>
    public static Task<SpfVerdict> RecordAsync(string record, string client = "192.0.2.1", string more = "") =>
        CheckAsync(Zone(record, more), client, "user@d.test");

    public static FakeDns Zone(string record, string more = "") => FakeDns.Parse(
        $$"""
        {
          "d.test": {"TXT": ["{{record}}"], "A": ["192.0.2.1"], "AAAA": ["2001:db8::1"], "MX": ["10 mx.d.test"]},
          "mx.d.test": {"A": ["192.0.2.2"], "AAAA": ["2001:db8::2"]},
          "slow.test": {"TIMEOUT": true}, "empty.test": {"A": []}, "broken.test": {"TXT": ["v=spf1 nonsense"]}
          {{more}}
        }
        """);
}

using System.Text.Json;
using Mail.Core;
using Mail.Testing;

namespace Mail.Ctl.Tests;

public class ForwardingTests
{
    private readonly CtlWorld _world = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Where_forwarding_waits_is_shown_and_can_be_ended()
    {
        await _world.Storage.Forwarding.CountAsync(new ForwardingOutcome(Some.Address("joe@far.test"), Sent: 5, Refused: 25, "550 5.7.1 spam"), Token);
        await _world.Storage.Forwarding.CountAsync(new ForwardingOutcome(Some.Address("joe@well.test"), Sent: 5, Refused: 0), Token);

        var list = (await _world.RunAsync("forwarding list --json")).Json.EnumerateArray().ToList();
        Assert.Equal(["far.test", "joe@far.test", "well.test"], list.Select(row => (row.TryGetProperty("target", out var target) ? target.GetString() : null) ?? row.GetProperty("domain").GetString()));
        Assert.Equal(JsonValueKind.Null, list[0].GetProperty("waitsUntil").ValueKind);
        Assert.Equal((5, 25, "550 5.7.1 spam"), (list[0].GetProperty("sent").GetInt32(), list[0].GetProperty("refused").GetInt32(), list[0].GetProperty("lastReply").GetString()));
        Assert.Equal(_world.Time.GetUtcNow().AddHours(1), list[1].GetProperty("waitsUntil").GetDateTimeOffset());

        Assert.Contains("25 of 30 refused, last: 550 5.7.1 spam", (await _world.RunAsync("status")).Out, StringComparison.Ordinal);
        Assert.DoesNotContain("well.test", (await _world.RunAsync("status")).Out, StringComparison.Ordinal);

        Assert.Equal(0, (await _world.RunAsync("forwarding resume far.test")).ExitCode);
        Assert.Null(await _world.Storage.Forwarding.WaitsUntilAsync(Some.Address("joe@far.test"), Token));
        Assert.Equal(1, (await _world.RunAsync("forwarding resume far.test")).ExitCode);
    }
}

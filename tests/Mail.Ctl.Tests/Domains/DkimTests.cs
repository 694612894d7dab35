using Mail.Testing;

namespace Mail.Ctl.Tests;

public class DkimTests
{
    private readonly CtlWorld _world = CtlWorld.WithAlice();

    [Fact]
    public async Task Keys_are_made_published_and_then_sign()
    {
        var made = (await _world.RunAsync("domain dkim create example.test --json")).Succeeded();
        Assert.Equal("[domain selector algorithm state since record text]", made.Shape);
        Assert.Equal(["m20260102r", "m20260102e"], made.Json.EnumerateArray().Select(key => key.GetProperty("selector").GetString()));
        Assert.Empty(await ActiveAsync());

        (await _world.RunAsync("domain dkim rotate example.test")).Refused("m20260102e._domainkey.example.test is not in the DNS; nothing was changed");
        Assert.Empty(await ActiveAsync());

        await PublishAsync();
        (await _world.RunAsync("domain dkim rotate example.test")).Succeeded();
        Assert.Equal(["m20260102r", "m20260102e"], await ActiveAsync());
    }

    [Fact]
    public async Task A_rotation_retires_the_old_key_of_the_same_kind_only()
    {
        await _world.RunAsync("domain dkim create example.test");
        (await _world.RunAsync("domain dkim rotate example.test --force")).Succeeded();
        (await _world.RunAsync("domain dkim create example.test --algorithm rsa")).Succeeded();

        var run = (await _world.RunAsync("domain dkim rotate example.test --force")).Succeeded();

        Assert.Contains("m20260102r2 (rsa) signs from now on", run.Out, StringComparison.Ordinal);
        Assert.Contains("m20260102r (rsa) is retired: leave", run.Out, StringComparison.Ordinal);
        Assert.Equal(["m20260102r2", "m20260102e"], await ActiveAsync());
    }

    [Fact]
    public async Task A_record_with_another_key_is_not_good_enough()
    {
        await _world.RunAsync("domain dkim create example.test --algorithm rsa");
        _world.Dns = FakeDns.Parse("""{"m20260102r._domainkey.example.test": {"TXT": ["v=DKIM1; k=rsa; p=AAAA"]}}""");

        (await _world.RunAsync("domain dkim rotate example.test")).Refused("is in the DNS with another key");
    }

    [Fact]
    public async Task The_record_is_a_line_of_a_zone_file_in_strings_that_fit()
    {
        var line = (await _world.RunAsync("domain dkim create example.test --algorithm rsa")).Succeeded().Out.Split('\n')[1];

        Assert.StartsWith("m20260102r._domainkey.example.test. IN TXT \"v=DKIM1; k=rsa; p=", line, StringComparison.Ordinal);
        Assert.All(line.Split('"').Where((_, place) => place % 2 == 1), part => Assert.InRange(part.Length, 1, 255));
    }

    [Fact]
    public async Task There_is_one_next_key_at_a_time()
    {
        await _world.RunAsync("domain dkim create example.test");

        (await _world.RunAsync("domain dkim create example.test")).Refused("has a next key already");
        (await _world.RunAsync("domain dkim create other.test")).Refused("There is no domain other.test");
        (await _world.RunAsync("domain dkim rotate other.test")).Refused("has no next key");
    }

    [Fact]
    public async Task The_last_key_that_signs_is_not_retired_by_mistake()
    {
        await _world.RunAsync("domain dkim create example.test --algorithm rsa");
        await _world.RunAsync("domain dkim rotate example.test --force");

        (await _world.RunAsync("domain dkim retire example.test m20260102r")).Refused("the only key that signs");
        (await _world.RunAsync("domain dkim retire example.test m20260102r --force")).Succeeded();
        Assert.Empty(await ActiveAsync());
        (await _world.RunAsync("domain dkim retire example.test m20260102r")).Succeeded();
        (await _world.RunAsync("domain dkim retire example.test m20260102r")).Refused("has no key m20260102r");
    }

    [Fact]
    public async Task No_answer_shows_a_private_key()
    {
        var made = await _world.RunAsync("domain dkim create example.test --json");
        var shown = await _world.RunAsync("domain dkim show example.test --json");
        await _world.RunAsync("domain dkim rotate example.test --force");

        foreach (var secret in await _world.DkimKeys.FindActiveAsync("example.test", TestContext.Current.CancellationToken))
        {
            var key = Convert.ToBase64String(secret.PrivateKey.Span)[10..40];
            Assert.DoesNotContain(key, made.Out + shown.Out, StringComparison.Ordinal);
        }
    }

    private async Task PublishAsync()
    {
        var keys = await _world.DkimKeys.ListAsync(null, TestContext.Current.CancellationToken).ToListAsync();
        _world.Dns = FakeDns.Parse("{" + string.Join(',', keys.Select(key => $"\"{key.RecordName}\": {{\"TXT\": [\"{key.RecordText}\"]}}")) + "}");
    }

    private async Task<IEnumerable<string>> ActiveAsync() =>
        (await _world.DkimKeys.FindActiveAsync("example.test", TestContext.Current.CancellationToken)).Select(secret => secret.Key.Selector);
}

using Mail.Core;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mail.Processing.Tests;

/// <summary>What becomes of mail of users of ours that scanners object to.</summary>
public class SubmissionTests
{
    private static readonly ScanFinding Virus = new ScanFinding.Infected("Eicar");

    private readonly FlowWorld _world = new();
    private readonly FixedScanner _scanner = new() { Finding = Virus };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_goes_to_nobody_and_the_user_is_told_once()
    {
        var queueId = await SubmitAsync();

        Assert.Equal(MessageState.Failed, (await _world.RunAsync(queueId)).State);
        await _world.Storage.Log.DeleteAsync(queueId, Token);
        await _world.RunAsync(queueId, dequeueCount: 2);
        await RunNoticesAsync();

        Assert.Empty(await _world.MailAsync(_world.Alice));
        Assert.Empty(await _world.Storage.Outbound.ListAsync(Token).ToListAsync(Token));
        var notice = Assert.Single(await _world.MailAsync(_world.Bob));
        var text = await _world.RawAsync(_world.Bob, notice.Id);
        Assert.Contains("alice@example.test Failed 5.7.1", text, StringComparison.Ordinal);
        Assert.Contains("carol@elsewhere.test Failed 5.7.1", text, StringComparison.Ordinal);
        Assert.All(
            (await _world.RecordAsync(queueId)).Recipients,
            recipient => Assert.Equal((RecipientOutcome.Failed, "returned to its sender: test: infected: Eicar"), (recipient.Outcome, recipient.Detail)));
    }

    [Fact]
    public async Task By_setting_it_waits_in_quarantine_and_a_release_sends_it()
    {
        _world.Storage.Settings.Set("submitted-mail", "quarantine");
        var queueId = await SubmitAsync();
        Assert.Equal(MessageState.Quarantined, (await _world.RunAsync(queueId)).State);

        await _world.Quarantine.ReleaseAsync(queueId, "olga", Token);
        await RunNoticesAsync();

        Assert.Single(await _world.MailAsync(_world.Alice));
        Assert.Single(await _world.Storage.Outbound.ListAsync(Token).ToListAsync(Token));
        Assert.Empty(await _world.MailAsync(_world.Bob));
    }

    [Fact]
    public async Task By_setting_it_is_not_scanned()
    {
        _world.Storage.Settings.Set("submitted-mail", "pass");

        Assert.Equal(MessageState.Delivered, (await _world.RunAsync(await SubmitAsync())).State);

        Assert.Equal(0, _scanner.Asked);
    }

    [Fact]
    public async Task Who_has_no_address_to_be_told_at_leaves_it_in_quarantine() =>
        Assert.Equal(MessageState.Quarantined, (await _world.RunAsync(await SubmitAsync(reversePath: null))).State);

    [Fact]
    public async Task What_a_scanner_only_remarks_on_is_delivered()
    {
        _scanner.Finding = new ScanFinding.Suspicious("a macro", 0.5, ScanAction.Junk);
        var queueId = await SubmitAsync();

        Assert.Equal(MessageState.Delivered, (await _world.RunAsync(queueId)).State);

        var mail = Assert.Single(await _world.MailAsync(_world.Alice));
        Assert.Equal(("INBOX", "passed: submitted by bob@example.test; test: suspicious: a macro"), (mail.Folder, mail.Decision.Screen));
    }

    [Fact]
    public async Task A_scanner_that_must_answer_makes_it_wait()
    {
        _scanner.Finding = new ScanFinding.Failed("no answer", MustWait: true);

        Assert.Equal(MessageState.Deferred, (await _world.RunAsync(await SubmitAsync())).State);
    }

    private async Task<QueueId> SubmitAsync(string? reversePath = "bob@example.test")
    {
        var queueId = await _world.SpoolAsync("alice@example.test carol@elsewhere.test", reversePath, user: "bob@example.test");
        await using var message = (await _world.Storage.Spool.OpenAsync(queueId, Token))!;
        _world.Screen.Verdict = await new SubmissionScreen(new ContentScanning([_scanner], NullLogger<ContentScanning>.Instance), _world.Storage.Settings)
            .ScreenAsync(message, "bob@example.test", Token);
        return queueId;
    }

    private async Task RunNoticesAsync()
    {
        _world.Screen.Verdict = _world.Screen.Verdict with { IsReturned = false };
        foreach (var pointer in await _world.TakeIncomingAsync())
        {
            await _world.RunAsync(pointer.QueueId, pointer.Attempt);
        }
    }
}

using Mail.Core;

namespace Mail.Ctl.Tests;

public class MailboxListTests
{
    private readonly CtlWorld _world = CtlWorld.WithAlice();

    [Fact]
    public async Task Json_has_the_names_of_the_contract()
    {
        await _world.DeliverAsync("alice", "Subject: hi\r\n\r\nText\r\n");
        Assert.Equal(
            "[id uid folder from to subject date size flags messageId preview attachments receivedAt]",
            (await _world.RunAsync("mailbox list alice@example.test --json")).Succeeded().Shape);
        Assert.Equal(
            "[name messages bytes uidValidity uidNext modSeq]",
            (await _world.RunAsync("mailbox folders alice@example.test --json")).Succeeded().Shape);
    }

    [Fact]
    public async Task Newest_come_first_over_all_folders()
    {
        var first = await _world.DeliverAsync("alice", "A: 1\r\n\r\n");
        var second = await _world.DeliverAsync("alice", "A: 2\r\n\r\n", folder: "Archive");
        var third = await _world.DeliverAsync("alice", "A: 3\r\n\r\n");
        Assert.Equal([third, second, first], await IdsAsync("mailbox list alice@example.test --json"));
        Assert.Equal([third, second], await IdsAsync("mailbox list alice@example.test --limit 2 --json"));
        Assert.Equal([second], await IdsAsync("mailbox list alice@example.test --folder archive --json"));
    }

    [Fact]
    public async Task Fifty_unless_told_otherwise()
    {
        for (var i = 0; i < 51; i++)
        {
            await _world.DeliverAsync("alice", $"A: {i}\r\n\r\n");
        }

        Assert.Equal(50, (await IdsAsync("mailbox list alice@example.test --json")).Count);
        Assert.Equal(51, (await IdsAsync("mailbox list alice@example.test --limit 0 --json")).Count);
        Assert.Equal(50, (await _world.RunAsync("mailbox list alice@example.test")).Out.Count(c => c == '\n'));
    }

    [Fact]
    public async Task Unknown_account_and_folder_are_refused()
    {
        (await _world.RunAsync("mailbox list nobody@example.test")).Refused("no account");
        (await _world.RunAsync("mailbox list alice@example.test --folder Nowhere")).Refused("no folder 'Nowhere'");
        (await _world.RunAsync("mailbox list alice@example.test --limit -1")).Misused("--limit");
        (await _world.RunAsync(["mailbox", "list", "alice@example.test", "--folder", "a\u0007"])).Misused("folder name");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Hostile_subject_cannot_reach_the_terminal(bool terminal)
    {
        _world.OutIsTerminal = terminal;
        await _world.DeliverAsync(
            "alice",
            "A: 1\r\n\r\n",
            new MessageSummary { From = "[red]x[/]", Subject = "\u001b]0;owned\u0007\u009b31m\u202etxt\nrow\tcell [bold" });
        var run = (await _world.RunAsync("mailbox list alice@example.test")).Succeeded();
        Assert.Contains("[red]x[/]", run.Out, StringComparison.Ordinal);
        // Bold headings are ours; nothing else on a terminal begins with ESC.
        var text = run.Out.Replace("\u001b[1m", "", StringComparison.Ordinal).Replace("\u001b[0m", "", StringComparison.Ordinal);
        Assert.DoesNotContain(text, c => (char.IsControl(c) && c is not ('\n' or '\t')) || c == '\u202e');
        if (!terminal)
        {
            Assert.Equal(7, run.Out.TrimEnd('\n').Count(c => c == '\t'));
            Assert.Equal(1, run.Out.Count(c => c == '\n'));
        }
    }

    [Fact]
    public async Task Hostile_subject_is_escaped_in_json()
    {
        const string Subject = "\u001b]0;owned\u0007\u009b31m \"quoted\"";
        await _world.DeliverAsync("alice", "A: 1\r\n\r\n", new MessageSummary { Subject = Subject });
        var run = (await _world.RunAsync("mailbox list alice@example.test --json")).Succeeded();
        Assert.DoesNotContain(run.Out, c => char.IsControl(c) && c != '\n');
        Assert.Equal(Subject, run.Json[0].GetProperty("subject").GetString());
    }

    private async Task<List<string?>> IdsAsync(string commandLine) =>
        [.. (await _world.RunAsync(commandLine)).Succeeded().Json.EnumerateArray().Select(message => message.GetProperty("id").GetString())];
}

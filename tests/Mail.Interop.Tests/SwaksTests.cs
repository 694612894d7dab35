using Mail.Testing;

namespace Mail.Interop.Tests;

/// <summary>swaks as a user types it, and the replies that a person would see.</summary>
public class SwaksTests(SharedSystem shared) : IClassFixture<SharedSystem>
{
    [Fact(Timeout = 120_000)]
    public async Task The_line_of_the_readme_delivers()
    {
        Peer.RequireInstalled("swaks", "swaks");
        var system = await shared.StartAsync();
        var (exitCode, output) = await SwaksAsync(system, "alice@example.test", "--header", "Subject: hi", "--body", "Hello");
        Assert.True(exitCode == 0, output);
        var row = Assert.Single(await system.ListWhenThereAsync("alice@example.test", 1));
        Assert.Equal("hi", row.GetProperty("subject").GetString());
        Assert.Equal("Hello", row.GetProperty("preview").GetString());
    }

    [Fact(Timeout = 120_000)]
    public async Task Refusals_come_at_rcpt_and_say_why()
    {
        Peer.RequireInstalled("swaks", "swaks");
        var system = await shared.StartAsync();
        Assert.Contains("550 5.1.1", (await SwaksAsync(system, "nobody@example.test")).Output, StringComparison.Ordinal);
        Assert.Contains("550 5.7.1", (await SwaksAsync(system, "carol@elsewhere.test")).Output, StringComparison.Ordinal);
        Assert.Contains("550 5.", (await SwaksAsync(system, "carol%elsewhere.test@example.test")).Output, StringComparison.Ordinal);
        Assert.Equal("[]", (await system.MailctlAsync("queue", "list", "--json")).Trim());
    }

    private static Task<(int ExitCode, string Output)> SwaksAsync(MailSystem system, string recipient, params string[] more) =>
        Peer.RunAsync(
            "swaks", "swaks", ["--server", $"127.0.0.1:{system.SmtpPort}", "--timeout", "20", "--from", "x@sender.test", "--to", recipient, .. more]);
}

using System.Text;
using Mail.Testing;

namespace Mail.Interop.Tests;

/// <summary>Postfix's own load generator as the client.</summary>
public class SmtpSourceTests
{
    private const int Messages = 2000;

    [Fact(Timeout = 600_000)]
    public async Task Two_thousand_messages_from_20_sessions_arrive_once_and_unchanged()
    {
        Peer.RequireInstalled("postfix", "smtp-source");
        await using var system = await MailSystem.StartAsync();
        var (exitCode, output) = await Peer.RunAsync(
            "postfix",
            "smtp-source",
            "-s", "20", "-m", $"{Messages}", "-l", "10240", "-f", "x@sender.test", "-t", "alice@example.test", $"127.0.0.1:{system.SmtpPort}");
        Assert.True(exitCode == 0, output);

        await system.ListWhenThereAsync("alice@example.test", Messages);
        var stored = (await system.ExportAsync("alice@example.test")).ConvertAll(Encoding.Latin1.GetString);
        Assert.Equal(Messages, stored.Count);
        var contents = stored.ConvertAll(SmtpSourceContent);
        Assert.Equal(Messages, contents.Select(MessageId).Distinct().Count());
        // smtp-source fills every message with the same lines, so all are equal but for their Message-Id, and as long as asked for.
        var body = Assert.Single(contents.Select(content => content.Replace(MessageId(content), "", StringComparison.Ordinal)).Distinct());
        Assert.InRange(body.Length, 10_000, 11_000);
        await system.MailctlAsync("check");
    }

    /// <summary>What smtp-source sent begins with its From field.</summary>
    private static string SmtpSourceContent(string message) => message[message.IndexOf("From: <x@sender.test>", StringComparison.Ordinal)..];

    private static string MessageId(string content) =>
        content.Split("\r\n").First(line => line.StartsWith("Message-Id:", StringComparison.OrdinalIgnoreCase));
}

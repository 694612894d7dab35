using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Mail.Core;
using Mail.Interop.Tests;
using Mail.Testing;

namespace Mail.EndToEnd.Tests;

/// <summary><c>mailctl fetch run --once --all-folders</c> from Debian's Dovecot: folders, flags and dates; killed on the way, it goes on where it was.</summary>
public partial class MovingAccountTests
{
    private const int EachFolder = 40;

    /// <summary>Of 2 kB and some.</summary>
    private const int Third = EachFolder * 6 * 2000 / 3;

    private static readonly string[] Folders =
    [
        "INBOX", "Projects", "Projects/With spaces/Jürgen & Søn", "日本語/下書き", "R&D & 100%", "Sent",
    ];

    /// <summary>Of the messages of a folder that have these numbers there.</summary>
    private static readonly (string Flags, string Numbers)[] Flags = [("\\Seen", "1:10"), ("\\Flagged", "5:6"), ("\\Answered", "7"), ("$Forwarded", "8:9"), ("Work", "3,9")];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 300_000)]
    public async Task A_whole_account_comes_with_folders_flags_and_dates_though_mailctl_is_killed_on_the_way()
    {
        await using var mailbox = await CollectedMailbox.StartAsync(RemoteProtocol.Imap, keep: "forever");
        await FillAsync(mailbox);
        await RunUntilKilledAsync(mailbox);
        var half = await Storage(mailbox);
        Assert.InRange(half.Count, 1, mailbox.Messages - 1);

        await mailbox.BreakLocksAsync();
        var bar = await RunOnTerminalAsync(mailbox);
        Assert.Matches("[0-9]+% .*[0-9] KiB/s [0-9]{2}:[0-9]{2}:[0-9]{2}", bar);
        await AllIsThereAsync(mailbox);

        var again = JsonDocument.Parse(await mailbox.System.MailctlAsync("fetch", "run", CollectedMailbox.Account, "--once", "--all-folders", "--json")).RootElement;
        Assert.True(again.GetProperty("isComplete").GetBoolean());
        Assert.Equal(0, again.GetProperty("moved").GetInt32());
        await AllIsThereAsync(mailbox);
        Assert.Equal(EachFolder, mailbox.Remaining().Count);
    }

    /// <summary>Moves forty messages into each folder, in the order of their numbers, the last forty staying in INBOX.</summary>
    private static async Task FillAsync(CollectedMailbox mailbox)
    {
        await mailbox.DeliverAsync(EachFolder * Folders.Length);
        foreach (var folder in Folders.Skip(1).Append(Folders[0]).Select(Remote))
        {
            if (folder != "INBOX")
            {
                await mailbox.Dovecot.DoveadmAsync("mailbox", "create", "-u", "alice", folder);
                await mailbox.Dovecot.DoveadmAsync("move", "-u", "alice", folder, "mailbox", "INBOX", $"1:{EachFolder}");
            }

            foreach (var (flags, numbers) in Flags)
            {
                await mailbox.Dovecot.DoveadmAsync("flags", "add", "-u", "alice", flags, "mailbox", folder, numbers);
            }
        }
    }

    // Dovecot's separator for Maildir.
    private static string Remote(string folder) => folder.Replace('/', '.');

    private static async Task RunUntilKilledAsync(CollectedMailbox mailbox)
    {
        var environment = new Dictionary<string, string>
        {
            ["MAIL_STORAGE"] = mailbox.System.Storage,
            ["MAIL_FETCH_NETWORKS"] = "127.0.0.0/8",
            ["MAIL_FETCH_SECRET_FAR"] = ICollectedServer.Password,
        };
        await using var mailctl = new ServerProcess(
            "mailctl",
            RepositoryFiles.Executable("Mail.Ctl", "mailctl"),
            ["fetch", "run", CollectedMailbox.Account, "--once", "--all-folders"],
            environment,
            _ => Task.FromResult(mailbox.Proxy.Passed > Third));
        await mailctl.StartAsync(Token);
        await mailctl.KillAsync();
        Assert.Contains("Moving " + CollectedMailbox.Account, mailctl.Output, StringComparison.Ordinal);
    }

    /// <summary>The same command under util-linux's script, which gives it a terminal: what a person sees, without colours and movements of the cursor.</summary>
    private static async Task<string> RunOnTerminalAsync(CollectedMailbox mailbox)
    {
        var command = $"{RepositoryFiles.Executable("Mail.Ctl", "mailctl")} fetch run {CollectedMailbox.Account} --once --all-folders";
        var (exitCode, output) = await Peer.RunAsync(
            "bsdutils",
            "env",
            "TERM=xterm", "MAIL_STORAGE=" + mailbox.System.Storage, "MAIL_FETCH_NETWORKS=127.0.0.0/8", "MAIL_FETCH_SECRET_FAR=" + ICollectedServer.Password,
            "script", "-qec", "stty cols 160; " + command, "/dev/null");
        Assert.True(exitCode == 0, output);
        return Escapes().Replace(output, "");
    }

    private static async Task AllIsThereAsync(CollectedMailbox mailbox)
    {
        var messages = await Storage(mailbox);
        Assert.Equal(mailbox.Messages, messages.Count);
        foreach (var (i, folder) in Folders.Index())
        {
            // INBOX has what the others left.
            var first = (i == 0 ? Folders.Length - 1 : i - 1) * EachFolder;
            for (var n = 0; n < EachFolder; n++)
            {
                var message = messages[first + n];
                Assert.Equal(folder, message.Folder);
                Assert.Equal(Flags.Where(flag => Has(flag.Numbers, n + 1)).Select(flag => flag.Flags).Order(), message.Flags.Order());
                Assert.InRange(DateTimeOffset.UtcNow - message.ReceivedAt, TimeSpan.Zero, TimeSpan.FromMinutes(10));
            }
        }

        await mailbox.AllAreWholeAsync();
    }

    private static async Task<Dictionary<int, MailboxMessage>> Storage(CollectedMailbox mailbox) =>
        await mailbox.Storage.Mailboxes.ListAsync(mailbox.AccountId, folder: null, Token).ToDictionaryAsync(message => CollectedMailbox.NumberOf(message.Summary.Subject), cancellationToken: Token);

    /// <summary>As in IMAP: 1:10, or 3,9.</summary>
    private static bool Has(string numbers, int number) => numbers.Split(',').Select(part => part.Split(':')).Any(ends =>
        int.Parse(ends[0], CultureInfo.InvariantCulture) <= number && number <= int.Parse(ends[^1], CultureInfo.InvariantCulture));

    [GeneratedRegex("\x1b\\[[0-9;?]*[a-zA-Z]")]
    private static partial Regex Escapes();
}

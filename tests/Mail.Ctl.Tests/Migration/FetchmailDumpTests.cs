using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Mail.Ctl.Tests;

/// <summary>What our reader makes of a fetchmailrc, held against <c>fetchmail --configdump</c>. Files are made by chance, the same for each seed.</summary>
public sealed partial class FetchmailDumpTests : IDisposable
{
    private readonly TemporaryDirectory _files = new();

    public void Dispose() => _files.Dispose();

    public static TheoryData<int> Seeds() => [.. Enumerable.Range(1, 5)];

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Seeds))]
    public async Task Entries_are_read_as_fetchmail_reads_them(int seed) => await CompareAsync(Generate(new Random(seed)));

    [Theory(Timeout = 60_000)]
    [InlineData("poll h.test proto imap user u pass it's is alice here")]
    [InlineData("poll h.test proto imap user u pass ab\"cd is alice here keep")]
    [InlineData("poll h.test proto imap user u pass \"a\"b is alice here")]
    [InlineData("poll h.test proto imap user u pass \"a\\\\\" is alice here")]
    [InlineData("poll h.test proto imap user u pass a\\ is alice here")]
    [InlineData("poll h.test proto imap user u pass \"\\0101\\066\\65\\x4142\\300\" is alice here")]
    [InlineData("poll h.test proto imap user u pass \"a\nb\" is alice here")]
    [InlineData("poll h.test proto imap user u pass keep is alice here")]
    [InlineData("poll h.test with proto imap, port 993: user u; password 12,ssl, to alice=bob carol here")]
    [InlineData("defaults user joe pass s is alice here\npoll h.test proto imap\npoll i.test proto pop3 user kim is bob here")]
    [InlineData("poll h.test proto imap user alice here is joe there pass x")]
    public async Task Curious_entry_is_read_as_fetchmail_reads_it(string text) => await CompareAsync(text + "\n");

    private async Task CompareAsync(string text)
    {
        var theirs = await DumpAsync(_files.Write("fetchmailrc", text));
        var ours = FetchmailFile.Read(text);

        Assert.Empty(ours.Problems);
        Assert.NotEmpty(theirs);
        Assert.Equal(string.Join('\n', theirs), string.Join('\n', ours.Servers.SelectMany(server => server.Users.SelectMany(user => Lines(server, user)))));
    }

    private static IEnumerable<string> Lines(FetchmailServer server, FetchmailSection user) =>
    [
        $"pollname {Quote(server.Label)}",
        $"remote {Quote(user.RemoteName!)}",
        $"password {Quote(user.Word("password")!)}",
        $"localnames [{string.Join(", ", user.LocalNames.Select(Local))}]",
        $"keep {(user.Flag("keep") == true ? "TRUE" : "FALSE")}",
        $"limit {user.Word("limit") ?? "0"}",
        $"ssl {(user.Flag("ssl") == true ? "TRUE" : "FALSE")}",
        $"mailboxes [{string.Join(", ", (user.Words("folder") ?? []).Select(Quote))}]",
    ];

    private static string Local(string name) =>
        name.Split('=', 2) is [var there, var here] ? $"({Quote(there)}, {Quote(here)})" : Quote(name);

    /// <summary>As fetchmail writes strings of Python's.</summary>
    private static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            quoted.Append(c switch { '"' => "\\\"", '\\' => "\\\\", '\n' => "\\n", '\t' => "\\t", '\b' => "\\b", '\r' => "\\r", _ => c.ToString() });
        }

        return quoted.Append('"').ToString();
    }

    private static string Generate(Random random)
    {
        string Pick(params string[] choices) => choices[random.Next(choices.Length)];
        var text = new StringBuilder("# by chance\ndefaults proto imap " + Pick("", "keep", "limit 7") + "\n");
        for (var server = 0; server < 8; server++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Pick("poll", "skip", "server")} s{server}.test {Pick("", "with", "has")} {Pick("", "proto pop3", "protocol imap,", "via v.test;", "port 4711:")}\n");
            for (var user = random.Next(3); user >= 0; user--)
            {
                text.Append(CultureInfo.InvariantCulture, $"{Pick("user", "username", " and user")}{Pick(" ", "\t", "\n  ", " \\\n")}{Word()} {Pick("", "there", "there is", "is")} ");
                text.Append(text.ToString().EndsWith("is ", StringComparison.Ordinal) ? "" : "is ").Append(CultureInfo.InvariantCulture, $"{Pick("alice", "bob carol", "\"dan\"", "e=f")} here ");
                text.Append(CultureInfo.InvariantCulture, $"{Pick("pass", "password", "with password", ", pass")} {Word()} {Pick("", "keep", "no keep", "ssl", "fetchall, ssl", "limit 100", "folder A, \"B C\"", "options no ssl")} # {Word()}\n");
            }
        }

        return text.ToString();

        string Word()
        {
            var word = new StringBuilder();
            var quote = Pick("", "", "\"", "'");
            for (var i = random.Next(1, 8); i > 0; i--)
            {
                word.Append(Pick("a", "Z", "7", ".", "-", "%", "\\n", "\\\\", "\\x4a", "\\66b", "\\055", "\\.", quote.Length > 0 ? " " : "b", quote.Length > 0 ? "#:;,=" : "#", quote == "" ? "" : "q"));
            }

            return word.Length > 0 && word[0] != '#' ? $"{quote}{word}{quote}" : "plain";
        }
    }

    private static async Task<IReadOnlyList<string>> DumpAsync(string file)
    {
        var peers = Environment.GetEnvironmentVariable("MAIL_TEST_PEERS") ?? "";
        var program = Array.Find(["/usr/bin/fetchmail", "/usr/local/bin/fetchmail", Path.Combine(peers, "usr/bin/fetchmail")], File.Exists);
        Assert.SkipWhen(program is null, "skipped: fetchmail not installed");
        // It refuses files that others may read.
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        var start = new ProcessStartInfo(program!, ["--configdump", "--nosyslog", "-f", file]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["HOME"] = start.Environment["FETCHMAILHOME"] = Path.GetDirectoryName(file);
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var dump = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain("syntax error", await error, StringComparison.Ordinal);
        var (server, lines) = ("", new List<string>());
        foreach (Match match in Entry().Matches(dump))
        {
            var (name, value) = (match.Groups[1].Value, match.Groups[2].Value);
            server = name == "pollname" ? value : server;
            lines.AddRange(name switch { "pollname" => [], "remote" => [$"pollname {server}", $"remote {value}"], _ => [$"{name} {value}"] });
        }

        return lines;
    }

    [GeneratedRegex("^\\s*[\"'](pollname|remote|password|localnames|keep|ssl|limit|mailboxes)[\"']:(.*),$", RegexOptions.Multiline | RegexOptions.CultureInvariant, 10_000)]
    private static partial Regex Entry();
}

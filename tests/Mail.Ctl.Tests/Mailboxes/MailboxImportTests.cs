using System.Globalization;
using Mail.Core;

namespace Mail.Ctl.Tests;

public sealed class MailboxImportTests : IDisposable
{
    private readonly CtlWorld _world = CtlWorld.WithAlice();
    private readonly TemporaryDirectory _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Mbox_with_unix_line_ends_becomes_messages_with_crlf()
    {
        var mbox = _files.Write(
            "mbox",
            "From a@b.test Thu Jan  1 10:00:00 2026\nSubject: one\n\nText\n>From here\n>>From there\n\n"
            + "From - Thu Jan  1 10:00:01 2026\nSubject: two\n\n\nFrom now on: no separator\n\n");
        await _world.ImportAsync(2, 0, 0, mbox);
        Assert.Equal(
            [
                "INBOX: Subject: one\r\n\r\nText\r\nFrom here\r\n>From there\r\n",
                "INBOX: Subject: two\r\n\r\n\r\nFrom now on: no separator\r\n",
            ],
            await _world.ContentsAsync("alice"));
    }

    [Fact]
    public async Task Mbox_with_crlf_is_the_same_mail()
    {
        const string Mbox = "From a Thu Jan  1 10:00:00 2026\nA: 1\n\nText\n\nFrom b Thu Jan  1 10:00:00 2026\nA: 2\n\n";
        await _world.ImportAsync(2, 0, 0, _files.Write("unix", Mbox));
        await _world.ImportAsync(0, 2, 0, _files.Write("dos", Mbox.Replace("\n", "\r\n", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Mboxo_leaves_doubly_quoted_lines_alone()
    {
        var mbox = _files.Write("mbox", "From a Thu Jan  1 10:00:00 2026\nA: 1\n\n>From x\n>>From y\n");
        await _world.ImportAsync(1, 0, 0, mbox, "--mboxo");
        Assert.Equal(["INBOX: A: 1\r\n\r\nFrom x\r\n>>From y\r\n"], await _world.ContentsAsync("alice"));
    }

    [Fact]
    public async Task Wrong_content_length_is_ignored()
    {
        var mbox = _files.Write(
            "mbox", "From a Thu Jan  1 10:00:00 2026\nContent-Length: 9999\n\nText\n\nFrom b Thu Jan  1 10:00:00 2026\nA: 2\n\n");
        await _world.ImportAsync(2, 0, 0, mbox);
    }

    /// <summary>As Dovecot 2.3 writes it: nothing is quoted. A patch in a message begins as a message of an mbox does.</summary>
    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public async Task True_content_length_keeps_a_message_in_one_piece(string lineEnd)
    {
        const string Body = "Patch:\n\nFrom 1234567890abcdef1234567890abcdef12345678 Mon Sep 17 00:00:00 2001\nFrom: b@c.test\nSubject: [PATCH] x\n\n--- a\n";
        var length = Body.Length + (lineEnd.Length > 1 ? Body.Count(c => c == '\n') : 0);
        var mbox = $"From a@b.test  Tue Nov 24 02:44:47 2026\nSubject: one\ncontent-length:  {length}\n\n{Body}\n"
            + "From a@b.test  Tue Nov 24 02:44:47 2026\nSubject: two\nX-Keywords:      \nContent-Length: 5\n\nbody\n\n";
        await _world.ImportAsync(2, 0, 0, _files.Write("mbox", mbox.Replace("\n", lineEnd, StringComparison.Ordinal)));
        Assert.Contains((await _world.ContentsAsync("alice")), content => content.EndsWith(Body.Replace("\n", "\r\n", StringComparison.Ordinal), StringComparison.Ordinal));
    }

    /// <summary>A length that leads into the middle of another message, or nowhere, must not swallow it.</summary>
    [Theory]
    [InlineData("60")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("9223372036854775807")]
    [InlineData("99999999999999999999")]
    [InlineData("5 5")]
    public async Task Untrue_content_length_swallows_nothing(string length)
    {
        var mbox = $"From a Thu Jan  1 10:00:00 2026\nA: 1\nContent-Length: {length}\n\nText\n\nFrom b Thu Jan  1 10:00:00 2026\nA: 2\n\n\nFrom c Thu Jan  1 10:00:00 2026\nA: 3\n\n";
        await _world.ImportAsync(3, 0, 0, _files.Write("mbox", mbox));
    }

    [Fact]
    public async Task Same_import_twice_imports_nothing_new()
    {
        var mbox = _files.Write("mbox", Mbox(100));
        await _world.ImportAsync(100, 0, 0, mbox);
        await _world.ImportAsync(0, 100, 0, mbox);
        Assert.Equal(100, (await _world.ContentsAsync("alice")).Count);
    }

    [Fact]
    public async Task Same_import_twice_imports_nothing_new_after_the_marks_are_gone()
    {
        var mbox = _files.Write("mbox", Mbox(10));
        await _world.ImportAsync(10, 0, 0, mbox);
        await _world.Storage.Mailboxes.PruneMarksAsync(
            "alice", QueueId.FirstAt(CtlWorld.Noon.AddYears(1)), TestContext.Current.CancellationToken);
        await _world.ImportAsync(0, 10, 0, mbox);
    }

    [Fact]
    public async Task Same_mail_goes_into_another_folder()
    {
        var mbox = _files.Write("mbox", Mbox(1));
        await _world.ImportAsync(1, 0, 0, mbox);
        await _world.ImportAsync(1, 0, 0, mbox, "--folder", "Archive");
        await _world.ImportAsync(0, 1, 0, mbox, "--folder", "ARCHIVE");
    }

    [Theory]
    [InlineData(5, false)]
    [InlineData(5, true)]
    [InlineData(40, false)]
    public async Task Interrupted_import_resumes(int operation, bool appliedFirst)
    {
        var mbox = _files.Write("mbox", Mbox(50));
        _world.Storage.Faults.Fail(operation, appliedFirst);
        var run = await _world.RunAsync(["mailbox", "import", "alice@example.test", mbox]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("run the same command again", run.Error, StringComparison.Ordinal);
        await _world.RunAsync(["mailbox", "import", "alice@example.test", mbox]);
        Assert.Equal(50, (await _world.ContentsAsync("alice")).Distinct().Count());
        Assert.Equal(50, (await _world.ContentsAsync("alice")).Count);
    }

    [Fact]
    public async Task Broken_messages_are_reported_with_their_position_and_the_rest_is_imported()
    {
        var mbox = _files.Write(
            "mbox",
            "From a Thu Jan  1 10:00:00 2026\nA: 1\n\n\n"
            + "From b Thu Jan  1 10:00:00 2026\n\n"
            + "From c Thu Jan  1 10:00:00 2026\nno header\n\n"
            + "From d Thu Jan  1 10:00:00 2026\nA: 2\n\n\n");
        var run = await _world.ImportAsync(2, 0, 2, mbox);
        var skipped = run.Json.GetProperty("skipped");
        Assert.Equal($"{mbox}, message 2 at byte 39", skipped[0].GetProperty("position").GetString());
        Assert.Equal("it is empty", skipped[0].GetProperty("reason").GetString());
        Assert.Equal("it does not begin with a header field", skipped[1].GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Files_that_hold_no_mail_are_reported()
    {
        Directory.CreateDirectory(_files["empty"]);
        await _world.ImportAsync(
            0, 0, 3, _files.Write("binary.eml", "\u0000\u0001\u0002"), _files.Write("nothing.eml", ""), _files["empty"]);
        (await _world.RunAsync($"mailbox import alice@example.test {_files["missing"]}")).Refused("no file or directory");
    }

    [Fact]
    public async Task Maildir_comes_with_flags_times_and_subfolders()
    {
        var seen = _files.Write("Maildir/cur/1.a:2,FRS", "A: 1\n\n");
        File.SetLastWriteTimeUtc(seen, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        _files.Write("Maildir/new/2.b", "A: 2\n\n");
        _files.Write("Maildir/tmp/3.c", "A: 3\n\n");
        _files.Write("Maildir/.Archive.2025/cur/4.d:2,S", "A: 4\n\n");
        _files.Write("Maildir/.Entw&APw-rfe/cur/5.e:2,DP", "A: 5\n\n");
        _files.Write("Maildir/.Bad&name/cur/6.f", "A: 6\n\n");
        await _world.ImportAsync(4, 0, 1, _files["Maildir"]);

        // Several are stored at once: their UIDs are in no order.
        var messages = (await _world.RunAsync("mailbox list alice@example.test --json")).Json.EnumerateArray().ToDictionary(
            m => $"{m.GetProperty("folder").GetString()}: {string.Join(' ', m.GetProperty("flags").EnumerateArray().Select(flag => flag.GetString()))}",
            m => m.GetProperty("receivedAt").GetDateTimeOffset().Year);
        Assert.Equal(
            ["Archive/2025: \\Seen", "Entwürfe: \\Draft $Forwarded", "INBOX: ", "INBOX: \\Flagged \\Answered \\Seen"], messages.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(2020, messages["INBOX: \\Flagged \\Answered \\Seen"]);
    }

    private async Task<Dictionary<string, string>> FlagsAsync() => (await _world.RunAsync("mailbox list alice@example.test --json")).Json.EnumerateArray().ToDictionary(
        m => $"{m.GetProperty("folder").GetString()} {m.GetProperty("subject").GetString()}",
        m => string.Join(' ', m.GetProperty("flags").EnumerateArray().Select(flag => flag.GetString())));

    [Fact]
    public async Task Dovecot_keywords_of_each_folder_and_nested_directories_come_along()
    {
        _files.Write("Maildir/dovecot-keywords", "0 $Forwarded\n1 Work\n2 bad(keyword\n99 far\nnonsense\n");
        _files.Write("Maildir/cur/1.a,S=10:2,Sabc", "Subject: a\n\n");
        _files.Write("Maildir/.Sub/dovecot-keywords", "0 Other\n");
        _files.Write("Maildir/.Sub/cur/2.b:2,a", "Subject: b\n\n");
        _files.Write("Maildir/Plain/Deep/cur/3.c:2,b", "Subject: c\n\n");

        await _world.ImportAsync(3, 0, 0, _files["Maildir"]);

        Assert.Equal(
            [("INBOX a", "\\Seen $Forwarded Work"), ("Plain/Deep c", ""), ("Sub b", "Other")],
            (await FlagsAsync()).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => (pair.Key, pair.Value)));
    }

    [Fact]
    public async Task Flags_in_the_header_of_an_mbox_message_are_flags()
    {
        const string From = "From a Thu Jan  1 10:00:00 2026\n";
        var mbox = _files.Write(
            "mbox",
            $"{From}Subject: DON'T DELETE THIS MESSAGE -- FOLDER INTERNAL DATA\nX-IMAP: 1 2\n\nx\n\n"
            + $"{From}Subject: a\nStatus: RO\nX-Status: AF\nX-Keywords: Work bad(one\n\nStatus: D\n\n"
            + $"{From}Subject: b\nX-Mozilla-Status: 1003\n\n\n"
            + $"{From}Subject: c\nStatus: O\nX-Mozilla-Status: zzzz\n\n");

        await _world.ImportAsync(3, 0, 1, mbox);

        Assert.Equal(
            [("INBOX a", "\\Seen \\Answered \\Flagged Work"), ("INBOX b", "\\Seen \\Answered $Forwarded"), ("INBOX c", "")],
            (await FlagsAsync()).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => (pair.Key, pair.Value)));
    }

    [Fact]
    public async Task Directory_of_message_files_is_imported()
    {
        _files.Write("mail/a.eml", "A: 1\n\n");
        _files.Write("mail/deep/b.EML", "A: 2\n\n");
        _files.Write("mail/c.mbox", Mbox(2));
        _files.Write("mail/readme.txt", "no mail");
        var run = await _world.ImportAsync(4, 0, 1, _files["mail"], "--folder", "Old");
        Assert.Equal(
            (_files["mail/readme.txt"], "it is neither .eml nor .mbox: to import it, name it"),
            (run.Json.GetProperty("skipped")[0].GetProperty("position").GetString(), run.Json.GetProperty("skipped")[0].GetProperty("reason").GetString()));
        Assert.All(await _world.ContentsAsync("alice"), content => Assert.StartsWith("Old: ", content, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Links_are_not_followed()
    {
        _files.Write("secret.eml", "A: 1\n\n");
        Directory.CreateDirectory(_files["mail"]);
        File.CreateSymbolicLink(_files["mail/link.eml"], _files["secret.eml"]);
        await _world.ImportAsync(0, 0, 1, _files["mail"]);
    }

    [Fact]
    public async Task Links_in_a_maildir_are_not_followed_and_none_is_passed_over_in_silence()
    {
        _files.Write("other/cur/1.a:2,", "A: 1\n\n");
        _files.Write("other/.Sub/cur/2.a:2,", "A: 2\n\n");
        _files.Write("Maildir/new/3.a", "A: 3\n\n");
        File.CreateSymbolicLink(_files["Maildir/new/link"], _files["other/cur/1.a:2,"]);
        Directory.CreateSymbolicLink(_files["Maildir/cur"], _files["other/cur"]);
        Directory.CreateSymbolicLink(_files["Maildir/.Linked"], _files["other/.Sub"]);
        var run = await _world.ImportAsync(1, 0, 3, _files["Maildir"]);

        Assert.Equal(["INBOX: A: 3\r\n\r\n"], await _world.ContentsAsync("alice"));
        Assert.Equal(
            [_files["Maildir/.Linked"], _files["Maildir/cur"], _files["Maildir/new/link"]],
            run.Json.GetProperty("skipped").EnumerateArray().Select(skipped => skipped.GetProperty("position").GetString()));
        // The Maildir that is named may be a link itself: the operator has made that one.
        Directory.CreateSymbolicLink(_files["named"], _files["other"]);
        await _world.ImportAsync(2, 0, 0, _files["named"]);
    }

    [Fact(Timeout = 60_000)]
    public async Task Pipe_among_the_messages_does_not_hold_up_the_import()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/mkfifo"), "skipped: no mkfifo here");
        _files.Write("Maildir/cur/2.b:2,", "A: 1\n\n");
        _files.Write("mail/b.eml", "A: 2\n\n");
        using var made = System.Diagnostics.Process.Start("/usr/bin/mkfifo", [_files["Maildir/cur/1.a:2,"], _files["mail/a.eml"]]);
        await made.WaitForExitAsync(TestContext.Current.CancellationToken);

        await _world.ImportAsync(1, 0, 1, _files["Maildir"]);
        await _world.ImportAsync(1, 0, 1, _files["mail"]);
    }

    [Fact]
    public async Task Directory_that_cannot_be_read_is_named()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "skipped: root may read everything");
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException("There are no modes of files.");
        }

        _files.Write("Maildir/cur/1.a:2,", "A: 1\n\n");
        _files.Write("Maildir/.Closed/cur/2.b:2,", "A: 2\n\n");
        File.SetUnixFileMode(_files["Maildir/.Closed/cur"], UnixFileMode.None);
        try
        {
            await _world.ImportAsync(1, 0, 1, _files["Maildir"]);
        }
        finally
        {
            File.SetUnixFileMode(_files["Maildir/.Closed/cur"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public async Task Full_mailbox_stops_the_import_with_what_to_do()
    {
        await _world.RunAsync("account quota alice@example.test 300");
        var run = await _world.RunAsync(["mailbox", "import", "alice@example.test", _files.Write("mbox", Mbox(100)), "--json"]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("mailctl account quota", run.Error, StringComparison.Ordinal);
        Assert.True(run.Json.GetProperty("mailboxFull").GetBoolean());
        Assert.InRange(run.Json.GetProperty("imported").GetInt32(), 1, 99);
    }

    [Fact]
    public async Task Large_message_is_spilled_and_kept_whole()
    {
        var body = string.Concat(Enumerable.Repeat(new string('x', 76) + "\n", 60_000));
        await _world.ImportAsync(1, 0, 0, _files.Write("large.eml", "A: 1\n\n" + body));
        var content = Assert.Single(await _world.ContentsAsync("alice"));
        Assert.True(content == "INBOX: A: 1\r\n\r\n" + body.Replace("\n", "\r\n", StringComparison.Ordinal), "The large message changed.");
    }

    [Fact]
    public async Task Line_without_end_is_imported_in_pieces()
    {
        var line = string.Concat(Enumerable.Repeat('>', 200_000)) + "From " + new string('y', 200_000);
        await _world.ImportAsync(1, 0, 0, _files.Write("mbox", "From a Thu Jan  1 10:00:00 2026\nA: 1\n\n" + line));
        Assert.True(Assert.Single(await _world.ContentsAsync("alice")) == "INBOX: A: 1\r\n\r\n" + line[1..], "The long line changed.");
    }

    [Theory]
    [InlineData("Mon, 1 Jan 0001 00:00:00 +1400")]
    [InlineData("Fri, 31 Dec 9999 23:59:59 -1400")]
    [InlineData("nonsense")]
    public async Task Impossible_date_does_not_stop_an_import(string date)
    {
        var file = _files.Write("a.eml", $"Date: {date}\n\nText\n");
        await _world.ImportAsync(1, 0, 0, file);
        await _world.ImportAsync(0, 1, 0, file);
    }

    [Fact]
    public async Task Source_without_end_is_given_up()
    {
        Assert.SkipUnless(File.Exists("/dev/zero"), "skipped: no /dev/zero here");
        var run = await _world.ImportAsync(0, 0, 1, "/dev/zero");
        Assert.Contains("larger than 256.0 MiB", run.Out, StringComparison.Ordinal);
    }

    private static string Mbox(int messages) => string.Concat(Enumerable.Range(1, messages).Select(n => string.Create(
        CultureInfo.InvariantCulture, $"From a@b.test Thu Jan  1 10:00:00 2026\nSubject: {n}\n\nText {n}\n\n")));
}

using CsCheck;

namespace Mail.Ctl.Tests;

public sealed class MailboxExportTests : IDisposable
{
    // Lines that look like separators, quoting at every depth, empty lines, bytes that are no text, and a line beyond any buffer.
    private static readonly Gen<string> Line = Gen.OneOf(
        Gen.OneOf("", "From ", "From a@b.test Thu Jan  1 10:00:00 2026", ">From x", ">>>From", ">", "Fro", "From", ".", "\u00ff\u0000\t"),
        Gen.Int[0, 9].Select(n => new string('>', n) + "From y"),
        Gen.Int[65_530, 65_540].Select(n => new string('z', n)),
        Gen.String[Gen.Char['!', '~'], 0, 80]);

    private static readonly Gen<string[]> Messages = Line.Array[0, 12]
        .Select(Gen.Int)
        .Array[1, 4]
        .Select(bodies => bodies.Select((body, n) =>
            $"Subject: {n} {body.Item2}\r\n\r\n" + string.Concat(body.Item1.Select(line => line + "\r\n"))).ToArray());

    private readonly CtlWorld _world = CtlWorld.WithAlice();
    private readonly TemporaryDirectory _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("--mbox")]
    [InlineData("--maildir")]
    [InlineData("--eml")]
    public Task Exported_and_imported_mail_is_the_same_to_the_byte(string format) =>
        Messages.SampleAsync(
            async messages =>
            {
                using var files = new TemporaryDirectory();
                var world = CtlWorld.WithAlice();
                foreach (var message in messages)
                {
                    await world.DeliverAsync("alice", message);
                }

                var before = await world.ContentsAsync("alice");
                Assert.Equal(0, (await world.RunAsync(["mailbox", "export", "alice@example.test", format, files["out"]])).ExitCode);
                await world.RunAsync("account remove alice@example.test --delete-mail");
                world.Storage.Directory.AddAccount("alice@example.test", "alice");
                await world.ImportAsync(messages.Length, 0, 0, files["out"]);
                Assert.Equal(before, await world.ContentsAsync("alice"));
            },
            iter: 30,
            threads: 1);

    [Fact]
    public async Task Mbox_is_what_other_programs_read()
    {
        await _world.DeliverAsync("alice", "Subject: hi\r\n\r\nFrom me\r\n");
        await _world.RunAsync(["mailbox", "export", "alice@example.test", "--mbox", _files["out"]]);
        Assert.Equal(
            "From x@sender.test Fri Jan  2 12:00:01 2026\nReturn-Path: <x@sender.test>\nSubject: hi\n\n>From me\n\n",
            await File.ReadAllTextAsync(_files["out"], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Message_without_a_last_line_end_gets_one()
    {
        await _world.DeliverAsync("alice", "A: 1\r\n\r\nend");
        await _world.DeliverAsync("alice", "A: 2\r\n\r\nend\r");
        await _world.RunAsync(["mailbox", "export", "alice@example.test", "--mbox", _files["out"]]);
        await _world.ImportAsync(2, 0, 0, _files["out"], "--folder", "Back");
    }

    [Fact]
    public async Task Existing_mbox_is_never_overwritten()
    {
        await _world.DeliverAsync("alice", "A: 1\r\n\r\n");
        _files.Write("out", "precious");
        (await _world.RunAsync(["mailbox", "export", "alice@example.test", "--mbox", _files["out"]])).Refused("exists");
        Assert.Equal("precious", await File.ReadAllTextAsync(_files["out"], TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("--maildir")]
    [InlineData("--eml")]
    public async Task Export_again_adds_what_is_new(string format)
    {
        await _world.DeliverAsync("alice", "A: 1\r\n\r\n");
        await _world.RunAsync(["mailbox", "export", "alice@example.test", format, _files["out"]]);
        await _world.DeliverAsync("alice", "A: 2\r\n\r\n");
        var run = await _world.RunAsync(["mailbox", "export", "alice@example.test", format, _files["out"], "--json"]);
        Assert.Equal("exported alreadyThere skipped", run.Shape);
        Assert.Equal(1, run.Json.GetProperty("exported").GetInt32());
        Assert.Equal(1, run.Json.GetProperty("alreadyThere").GetInt32());
        Assert.Equal(2, _files.Files.Count());
    }

    [Fact]
    public async Task Maildir_keeps_flags_and_subfolders()
    {
        var first = await _world.DeliverAsync("alice", "A: 1\r\n\r\n", folder: "INBOX", flags: ["\\Seen", "\\Answered", "$Other"]);
        var second = await _world.DeliverAsync("alice", "A: 2\r\n\r\n", folder: "Archive/2025");
        await _world.RunAsync(["mailbox", "export", "alice@example.test", "--maildir", _files["out"]]);
        Assert.Equal(
            [$"out/.Archive.2025/cur/{CtlWorld.Noon.ToUnixTimeSeconds() + 2}.{second}.mailctl:2,", $"out/cur/{CtlWorld.Noon.ToUnixTimeSeconds() + 1}.{first}.mailctl:2,RS"],
            _files.Files);
    }

    [Theory]
    [InlineData("../../etc")]
    [InlineData("/")]
    [InlineData("..")]
    [InlineData(".hidden")]
    [InlineData("cur")]
    [InlineData("a/../b")]
    [InlineData("name with 'quotes' & more")]
    [InlineData("Entwürfe/日本")]
    public async Task Hostile_folder_names_stay_inside_and_come_back(string folder)
    {
        await _world.DeliverAsync("alice", "A: 1\r\n\r\n", folder: folder);
        foreach (var format in new[] { "maildir", "eml" })
        {
            var run = await _world.RunAsync(["mailbox", "export", "alice@example.test", "--" + format, _files["out/" + format], "--json"]);
            Assert.Equal(1, run.Json.GetProperty("exported").GetInt32());
        }

        Assert.Equal(2, _files.Files.Count());
        Assert.All(_files.Files, file => Assert.StartsWith("out/", file, StringComparison.Ordinal));
        await _world.RunAsync("account remove alice@example.test --delete-mail");
        _world.Storage.Directory.AddAccount("alice@example.test", "alice");
        await _world.ImportAsync(1, 0, 0, _files["out/maildir"]);
        Assert.StartsWith(folder + ": ", Assert.Single(await _world.ContentsAsync("alice")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_of_three_targets_has_to_be_given()
    {
        (await _world.RunAsync("mailbox export alice@example.test")).Misused("--mbox");
        (await _world.RunAsync("mailbox export alice@example.test --mbox a --eml b")).Misused("--mbox");
        (await _world.RunAsync("mailbox export nobody@example.test --mbox a")).Refused("no account");
        (await _world.RunAsync("mailbox export alice@example.test --folder Nowhere --mbox a")).Refused("no folder");
    }

    [Fact]
    public async Task Files_with_mail_are_for_their_owner_only()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("skipped: no Unix file modes here");
            return;
        }

        await _world.DeliverAsync("alice", "A: 1\r\n\r\n");
        await _world.RunAsync(["mailbox", "export", "alice@example.test", "--mbox", _files["out"]]);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_files["out"]));
    }

    [Fact]
    public async Task Unwritable_target_is_refused_without_a_stack_trace()
    {
        await _world.DeliverAsync("alice", "A: 1\r\n\r\n");
        _files.Write("file", "x");
        var run = await _world.RunAsync(["mailbox", "export", "alice@example.test", "--maildir", _files["file/inside"]]);
        Assert.Equal(1, run.ExitCode);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.Contains(_files["file"], run.Error, StringComparison.Ordinal);
    }
}

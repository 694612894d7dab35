using System.Globalization;
using Mail.Core;

namespace Mail.Ctl.Tests;

public sealed class SpamTrainingTests : IDisposable
{
    private readonly CtlWorld _world = CtlWorld.WithAlice();
    private readonly TemporaryDirectory _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task What_is_trained_scores_and_what_is_untrained_leaves_no_trace()
    {
        var ham = _files.Write("ham.mbox", Mbox("the minutes of our meeting on Monday", 0, 20));
        var spam = _files.Write("spam.mbox", Mbox("cheap pills and replica watches", 100, 20));
        var more = _files.Write("more.mbox", Mbox("win a free holiday now", 200, 5));
        Assert.Equal((20, 0), await TrainAsync("--site", "--ham", ham));
        Assert.Equal((20, 0), await TrainAsync("--site", "--spam", spam));
        var before = await ExportAsync("before");

        Assert.Equal((5, 0), await TrainAsync("--site", "--spam", more));
        Assert.NotEqual(before, await ExportAsync("between"));
        var untrained = (await _world.RunAsync(["spam", "untrain", "--site", more, "--json"])).Json;
        Assert.Equal(5, untrained.GetProperty("untrained").GetInt32());

        Assert.Equal(before, await ExportAsync("after"));
        var scored = (await _world.RunAsync(["spam", "score", "--site", spam, ham, "--json"])).Json;
        Assert.Equal(40, scored.GetArrayLength());
        Assert.True(scored[0].GetProperty("score").GetDouble() > scored[20].GetProperty("score").GetDouble());
    }

    [Fact]
    public async Task What_is_measured_is_what_is_trained()
    {
        string[] ham = [.. Enumerable.Range(0, 12).Select(i => _files.Write($"ham/{i}", Text("the minutes of our meeting", i)))];
        string[] spam = [.. Enumerable.Range(20, 12).Select(i => _files.Write($"spam/{i}", "From x@y.test Mon Jan  5 10:00:00 2026\nReturn-Path: <x@y.test>\n" + Text("cheap pills", i)))];
        var test = _files.Write("test.eml", Text("our cheap meeting", 99));
        var train = _files.Write("train.tsv", string.Concat([.. spam.Append(spam[0]).Select(file => file + "\tspam\n"), .. ham.Select(file => file + "\tham\n")]));
        await TrainAsync("--site", "--ham", _files["ham"]);
        await TrainAsync("--site", "--spam", _files["spam"]);

        await _world.RunAsync(["spam", "eval", "--train", train, "--test", _files.Write("test.tsv", test + "\tham\n"), "--scores", _files["scores"]]);
        var scored = (await _world.RunAsync(["spam", "score", "--site", test, "--json"])).Json;

        var measured = double.Parse(File.ReadAllText(_files["scores"]).Split('\t')[1], CultureInfo.InvariantCulture);
        Assert.Equal(measured, scored[0].GetProperty("score").GetDouble());
        Assert.InRange(measured, 0.01, 0.99);
    }

    [Fact]
    public async Task The_same_again_changes_nothing_and_the_other_class_changes_sides()
    {
        var mbox = _files.Write("some.mbox", Mbox("hello", 0, 120));
        Assert.Equal((120, 0), await TrainAsync("--account", "alice@example.test", "--spam", mbox));
        Assert.Equal((0, 120), await TrainAsync("--account", "alice@example.test", "--spam", mbox));
        Assert.Equal((0, 0), await TrainAsync("--account", "alice@example.test", "--ham", mbox));

        var stats = (await _world.RunAsync("spam stats --account alice@example.test --json")).Json;
        Assert.Equal((120, 0), (stats.GetProperty("model").GetProperty("hamMessages").GetInt32(), stats.GetProperty("model").GetProperty("spamMessages").GetInt32()));
        Assert.Equal(0, stats.GetProperty("waiting").GetInt32());
        Assert.Equal(120, stats.GetProperty("trainedBy").GetProperty("mailctl").GetInt32());
        Assert.Contains("train some spam", stats.GetProperty("warning").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_is_the_same_as_a_file_with_any_line_ends_and_as_it_lies_in_the_mailbox()
    {
        const string Message = "Message-ID: <1@other.test>\r\nFrom: a@other.test\r\nSubject: a\r\n long one\r\n\r\nText\r\n\r\n";
        var id = await _world.DeliverAsync("alice", Message);
        await _world.RunAsync(["mailbox", "move", "alice@example.test", id, "Junk"]);
        var raw = await _world.RunAsync(["mailbox", "show", "alice@example.test", id, "--raw"]);
        Assert.Equal((1, 0), await TrainAsync("--account", "alice@example.test", "--spam", _files.Write("stored.eml", raw.Out)));

        var unix = Message.Replace("\r\n", "\n", StringComparison.Ordinal).TrimEnd() + "\n";
        Assert.Equal((0, 1), await TrainAsync("--account", "alice@example.test", "--spam", _files.Write("unix.eml", unix)));
        Assert.Equal((0, 1), await TrainAsync("--account", "alice@example.test", "--spam", _files.Write("folded.eml", unix.Replace("a\n long", "a long", StringComparison.Ordinal))));
        Assert.Equal((1, 0), await TrainAsync("--account", "alice@example.test", "--spam", _files.Write("other.eml", unix.Replace("Text", "Another", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task Files_that_are_no_messages_are_told_and_the_others_trained()
    {
        _files.Write("corpus/00001.abc", "Subject: one\n\ntext\n");
        _files.Write("corpus/00002.def", "");
        var run = await _world.RunAsync(["spam", "train", "--site", "--ham", _files["corpus"], "--json"]);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(1, run.Json.GetProperty("trained").GetInt32());
        Assert.EndsWith("00002.def", run.Json.GetProperty("skipped")[0].GetProperty("position").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clues_tell_which_words_decide()
    {
        await TrainAsync("--site", "--ham", _files.Write("ham.mbox", Mbox("agenda", 0, 10)));
        await TrainAsync("--site", "--spam", _files.Write("spam.mbox", Mbox("viagra", 100, 10)));

        var clues = (await _world.RunAsync(["spam", "clues", "--account", "alice@example.test", _files.Write("m.eml", "Subject: viagra\n\nviagra\n"), "--json"])).Json;

        var texts = clues[0].GetProperty("clues").EnumerateArray().ToDictionary(clue => clue.GetProperty("text").GetString()!, clue => clue.GetProperty("spam").GetInt32());
        Assert.Contains(texts, clue => clue.Key.Contains("viagra", StringComparison.Ordinal) && clue.Value == 10);
    }

    [Fact]
    public async Task An_imported_model_counts_below_what_is_trained_and_is_replaced_by_the_next()
    {
        await TrainAsync("--site", "--spam", _files.Write("spam.mbox", Mbox("pills", 0, 4)));
        var exported = _files["site.model"];
        await _world.RunAsync(["spam", "export", "--site", exported]);
        await TrainAsync("--account", "alice@example.test", "--ham", _files.Write("ham.mbox", Mbox("hello", 50, 3)));

        for (var i = 0; i < 2; i++)
        {
            var model = (await _world.RunAsync(["spam", "import", "--account", "alice@example.test", exported, "--json"])).Json;
            Assert.Equal((3, 4), (model.GetProperty("hamMessages").GetInt32(), model.GetProperty("spamMessages").GetInt32()));
        }

        // And training goes on above it.
        await _world.RunAsync(["spam", "untrain", "--account", "alice@example.test", _files.Write("ham2.mbox", Mbox("hello", 50, 3))]);
        var rebuilt = (await _world.RunAsync("spam compact --account alice@example.test --rebuild --json")).Json;
        Assert.Equal((0, 4), (rebuilt.GetProperty("hamMessages").GetInt32(), rebuilt.GetProperty("spamMessages").GetInt32()));

        var broken = await _world.RunAsync(["spam", "import", "--site", _files.Write("no.model", "no model")]);
        Assert.Equal((1, true), (broken.ExitCode, broken.Error.Contains("not a spam model", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Ones_own_export_is_not_imported_unless_it_must_be()
    {
        await TrainAsync("--site", "--spam", _files.Write("spam.mbox", Mbox("pills", 0, 4)));
        var exported = _files["site.model"];
        await _world.RunAsync(["spam", "export", "--site", exported]);
        await TrainAsync("--site", "--ham", _files.Write("ham.mbox", Mbox("hello", 50, 3)));

        var refused = await _world.RunAsync(["spam", "import", "--site", exported]);
        Assert.Equal((1, true), (refused.ExitCode, refused.Error.Contains("would count twice", StringComparison.Ordinal)));
        var forced = (await _world.RunAsync(["spam", "import", "--site", exported, "--force", "--json"])).Json;
        Assert.Equal((3, 8), (forced.GetProperty("hamMessages").GetInt32(), forced.GetProperty("spamMessages").GetInt32()));
    }

    [Fact]
    public async Task What_if_takes_copies_of_a_message_for_one()
    {
        const string Message = "Message-ID: <1@x.test>\r\nSubject: cheap pills\r\n\r\nBuy cheap pills and watches.\r\n";
        var ids = new[] { await _world.DeliverAsync("alice", Message, folder: "Junk"), await _world.DeliverAsync("alice", Message, folder: "Junk") };
        var exported = await _world.RunAsync(["mailbox", "show", "alice@example.test", ids[0], "--raw"]);
        await TrainAsync("--account", "alice@example.test", "--spam", _files.Write("spam.eml", exported.Out));

        var run = await _world.RunAsync(["spam", "whatif", "alice@example.test", "--untrain", ids[0], ids[1], "--json"]);

        Assert.Equal((0, 2), (run.ExitCode, run.Json.GetProperty("looked").GetInt32()));
    }

    [Fact]
    public async Task What_if_names_the_messages_that_would_flip_and_changes_nothing()
    {
        var ids = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            ids.Add(await _world.DeliverAsync("alice", string.Create(CultureInfo.InvariantCulture, $"Message-ID: <{i}@x.test>\r\nSubject: cheap pills {i}\r\n\r\nBuy cheap pills and watches, number {i}.\r\n"), folder: "Junk"));
        }

        var exported = await _world.RunAsync(["mailbox", "show", "alice@example.test", ids[0], "--raw"]);
        await TrainAsync("--account", "alice@example.test", "--spam", _files.Write("spam.eml", exported.Out));
        await TrainAsync("--account", "alice@example.test", "--ham", _files.Write("ham.mbox", Mbox("minutes of the meeting", 50, 1)));
        var before = (await _world.RunAsync("spam stats --account alice@example.test --json")).Out;

        var flips = (await _world.RunAsync(["spam", "whatif", "alice@example.test", "--untrain", ids[0], "--json"])).Json;
        var refused = await _world.RunAsync(["spam", "whatif", "alice@example.test", "--untrain", ids[1]]);

        Assert.Equal(3, flips.GetProperty("looked").GetInt32());
        Assert.NotEqual(0, flips.GetProperty("flips").GetArrayLength());
        Assert.Equal("ham", flips.GetProperty("flips")[0].GetProperty("after").GetString());
        Assert.Equal(1, refused.ExitCode);
        Assert.Equal(before, (await _world.RunAsync("spam stats --account alice@example.test --json")).Out);
    }

    [Theory]
    [InlineData("spam train --site x")]
    [InlineData("spam train --ham x")]
    [InlineData("spam train --ham --spam --site x")]
    [InlineData("spam train --ham --site --account alice@example.test x")]
    [InlineData("spam stats")]
    public async Task What_is_not_said_is_asked_for(string line) => Assert.Equal(2, (await _world.RunAsync(line)).ExitCode);

    [Fact]
    public async Task Thresholds_are_those_of_the_account_then_of_the_domain_then_of_the_site()
    {
        await _world.RunAsync("setting set spam-from 0.8");
        Assert.Equal((0.8, null), await ThresholdsAsync("alice@example.test"));
        Assert.Equal((0.7, 0.7), await ThresholdsAsync("example.test", "--spam-from", "0.7"));
        Assert.Equal((0.7, null), await ThresholdsAsync("alice@example.test"));
        Assert.Equal((0.95, 0.95), await ThresholdsAsync("alice@example.test", "--spam-from", "0.95", "--digest", "yes"));
        Assert.Equal((0.95, 0.95), await ThresholdsAsync("alice@example.test"));
        Assert.Equal((0.7, null), await ThresholdsAsync("alice@example.test", "--spam-from", "none"));
        Assert.Equal(2, (await _world.RunAsync("spam thresholds alice@example.test --spam-from 7")).ExitCode);
        Assert.Equal(1, (await _world.RunAsync("spam thresholds nobody@example.test")).ExitCode);
        Assert.Equal(2, (await _world.RunAsync("spam thresholds alice@example.test --spam-from 0.1 --unsure-from 0.2")).ExitCode);
    }

    [Fact]
    public async Task Moves_train_and_say_so()
    {
        var id = await _world.DeliverAsync("alice", "Subject: x\r\n\r\ntext\r\n");
        var moved = (await _world.RunAsync(["mailbox", "move", "alice@example.test", id, "Junk", "--json"])).Json[0];
        Assert.Equal(("INBOX", "Junk", "spam"), (moved.GetProperty("from").GetString(), moved.GetProperty("folder").GetString(), moved.GetProperty("trains").GetString()));
        Assert.Equal(1, await _world.Storage.Queues.Get(QueueNames.Training).CountAsync(TestContext.Current.CancellationToken));
        Assert.Equal(1, (await _world.RunAsync("mailbox move alice@example.test nothing Junk")).ExitCode);
    }

    private async Task<(double InForce, double? Said)> ThresholdsAsync(params string[] rest)
    {
        var view = (await _world.RunAsync(["spam", "thresholds", .. rest, "--json"])).Json;
        var said = view.GetProperty("spamFrom");
        return (view.GetProperty("inForceSpamFrom").GetDouble(), said.ValueKind == System.Text.Json.JsonValueKind.Null ? null : said.GetDouble());
    }

    private async Task<(int Trained, int Unchanged)> TrainAsync(params string[] rest)
    {
        var run = await _world.RunAsync(["spam", "train", .. rest, "--json"]);
        Assert.Equal(0, run.ExitCode);
        return (run.Json.GetProperty("trained").GetInt32(), run.Json.GetProperty("unchanged").GetInt32());
    }

    private async Task<string> ExportAsync(string name)
    {
        var file = _files[name];
        Assert.Equal(0, (await _world.RunAsync(["spam", "export", "--site", file])).ExitCode);
        return Convert.ToHexString(File.ReadAllBytes(file));
    }

    private static string Text(string text, int number) => string.Create(
        CultureInfo.InvariantCulture, $"From: a{number % 3}@other.test\nMessage-ID: <{number}@other.test>\nSubject: {text}\n\nThis is about {text}, number {number}.\n");

    private static string Mbox(string text, int from, int count) => string.Concat(Enumerable.Range(from, count).Select(i => string.Create(
        CultureInfo.InvariantCulture,
        $"From a@b.test Thu Jan  1 10:00:00 2026\nMessage-ID: <{i}@other.test>\nFrom: someone{i}@other.test\nSubject: {text}\n\nDear reader, {text}, says number {i}.\n\n")));
}

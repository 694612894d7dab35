using Mail.Testing.Smtp;

namespace Mail.Smtp.Tests;

public class DialogTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "testdata");

    public static TheoryData<string> Dialogs =>
        [.. Directory.GetFiles(Folder, "*.dialog").Select(f => Path.GetFileNameWithoutExtension(f)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Dialogs))]
    public async Task Is_the_same_whole_per_line_and_per_byte(string name)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Folder, name + ".dialog"), TestContext.Current.CancellationToken);
        var dialog = SmtpDialog.Parse(name, text);
        List<(SmtpDialogFeed Feed, string Answers, string Events)> runs = [];
        foreach (var feed in Enum.GetValues<SmtpDialogFeed>())
        {
            // Away from any synchronization context of the test, so that the two sides run in step.
            var (answers, events) = await Task.Run(() => RunAsync(dialog, feed));
            runs.Add((feed, string.Join('\n', answers), string.Join('\n', events)));
        }

        Assert.All(runs, run => Assert.Equal(runs[0].Answers, run.Answers));
        Assert.All(runs, run => Assert.Equal(runs[0].Events, run.Events));
        if (dialog.HostEvents.Count > 0)
        {
            Assert.Equal(string.Join('\n', dialog.HostEvents), runs[0].Events);
        }
    }

    [Fact]
    public void There_are_many_dialogs() => Assert.InRange(Dialogs.Count, 40, 1000);

    private static async Task<(IReadOnlyList<string> Answers, IReadOnlyList<string> Events)> RunAsync(
        SmtpDialog dialog, SmtpDialogFeed feed)
    {
        using var server = new DialogServer(dialog);
        server.Start();
        var runner = new SmtpDialogRunner(dialog, server, feed);
        try
        {
            await runner.RunAsync();
        }
        finally
        {
            Assert.Null(server.Bug);
        }

        await server.Session.WaitAsync(TimeSpan.FromSeconds(20));
        return (runner.Answers, server.Host.Events);
    }
}

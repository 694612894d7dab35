using System.Text;

namespace Mail.Ctl.Tests;

/// <summary>Short ways to look into mailboxes.</summary>
internal static class MailboxWorld
{
    /// <summary>Imports, and asserts the counts.</summary>
    public static async Task<CtlRun> ImportAsync(this CtlWorld world, int imported, int alreadyThere, int skipped, params string[] args)
    {
        var run = await world.RunAsync(["mailbox", "import", "alice@example.test", .. args, "--json"]);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(
            (imported, alreadyThere, skipped),
            (run.Json.GetProperty("imported").GetInt32(), run.Json.GetProperty("alreadyThere").GetInt32(), run.Json.GetProperty("skipped").GetArrayLength()));
        return run;
    }

    /// <summary>The stored messages of a mailbox as Latin-1, as "folder: content", in order.</summary>
    public static async Task<List<string>> ContentsAsync(this CtlWorld world, string accountId)
    {
        var contents = new List<string>();
        await foreach (var message in world.Storage.Mailboxes.ListAsync(accountId, folder: null, TestContext.Current.CancellationToken))
        {
            await using var stream = await world.Storage.Mailboxes.OpenAsync(accountId, message.Id, TestContext.Current.CancellationToken);
            using var reader = new StreamReader(stream!, Encoding.Latin1);
            contents.Add($"{message.Folder}: {await reader.ReadToEndAsync(TestContext.Current.CancellationToken)}");
        }

        contents.Sort(StringComparer.Ordinal);
        return contents;
    }
}

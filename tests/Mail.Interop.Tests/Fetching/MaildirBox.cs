using System.Globalization;
using Mail.Testing;

namespace Mail.Interop.Tests;

/// <summary>A user's Maildir on a server of this machine, which is nobody's, with messages of <see cref="ScriptedMailbox"/>.</summary>
internal sealed class MaildirBox(string folder)
{
    private const int Size = 2000;

    /// <summary>Messages with these numbers, as an MTA delivers them.</summary>
    public async Task DeliverAsync(int from, int count)
    {
        foreach (var sub in new[] { "new", "cur", "tmp" })
        {
            Directory.CreateDirectory(Path.Combine(folder, sub));
        }

        for (var i = from; i < from + count; i++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"17000{i:D5}.M{i}P1.host");
            await File.WriteAllTextAsync(Path.Combine(folder, "new", name), Message(i).ReplaceLineEndings("\n"), TestContext.Current.CancellationToken);
        }

        await Peer.RunAsync("coreutils", "chown", "-R", "nobody:nogroup", folder);
    }

    /// <summary>What a client gets.</summary>
    public static string Message(int number) => ScriptedMailbox.Message(number, Size);

    /// <summary>The numbers of those that are there.</summary>
    public HashSet<int> Numbers() => [.. Files().Select(NumberOf)];

    /// <summary>A message moves from new to cur, never back: in this order none is overlooked.</summary>
    private IEnumerable<string> Files() => new[] { "new", "cur" }.SelectMany(sub => Directory.GetFiles(Path.Combine(folder, sub)));

    // See DeliverAsync.
    private static int NumberOf(string file) => int.Parse(Path.GetFileName(file).Split('M', 'P')[1], CultureInfo.InvariantCulture);
}

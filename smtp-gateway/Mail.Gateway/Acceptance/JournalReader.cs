using System.Text;
using Mail.Core;

namespace Mail.Gateway;

/// <summary>Reads a journal of any size and any content in bounded memory.</summary>
internal static class JournalReader
{
    /// <summary>Reads to the end.</summary>
    /// <param name="maxEntries">Of more messages than this, those with the highest queue ids (the newest) are kept.</param>
    /// <returns>What is unfinished, and how many lines could not be read.</returns>
    public static (Dictionary<QueueId, JournalEntry> Unfinished, int Unreadable) Read(Stream journal, int maxEntries)
    {
        var unfinished = new Dictionary<QueueId, JournalEntry>();
        var unreadable = 0;
        foreach (var text in Lines(journal))
        {
            if (!JournalLine.TryParse(text, out var line))
            {
                unreadable++;
                continue;
            }

            Apply(unfinished, line);
            // Twice as many before the oldest go, so that they do not go one by one.
            if (unfinished.Count > 2 * maxEntries)
            {
                KeepNewest(unfinished, maxEntries);
            }
        }

        KeepNewest(unfinished, maxEntries);
        return (unfinished, unreadable);
    }

    private static void Apply(Dictionary<QueueId, JournalEntry> unfinished, JournalLine line)
    {
        switch (line.Verb)
        {
            case JournalVerb.Begin:
                unfinished[line.QueueId] = new JournalEntry(line.QueueId, line.Fingerprint!.Value, Refused: false);
                break;
            case JournalVerb.Answered:
                unfinished.Remove(line.QueueId);
                break;
            case JournalVerb.Refused when unfinished.TryGetValue(line.QueueId, out var entry):
                unfinished[line.QueueId] = entry with { Refused = true };
                break;
        }
    }

    private static void KeepNewest(Dictionary<QueueId, JournalEntry> unfinished, int maxEntries)
    {
        foreach (var id in unfinished.Keys.Order().SkipLast(maxEntries).ToList())
        {
            unfinished.Remove(id);
        }
    }

    /// <summary>Lines without their LF; of one that is longer than any good line, only so much that it is seen to be bad.</summary>
    private static IEnumerable<string> Lines(Stream journal)
    {
        var buffer = new byte[16 * 1024];
        var line = new StringBuilder(JournalLine.MaxLength + 1);
        int read;
        while ((read = journal.Read(buffer)) > 0)
        {
            for (var i = 0; i < read; i++)
            {
                if (buffer[i] == (byte)'\n')
                {
                    yield return line.ToString();
                    line.Clear();
                }
                else if (line.Length <= JournalLine.MaxLength)
                {
                    line.Append((char)buffer[i]);
                }
            }
        }

        if (line.Length > 0)
        {
            yield return line.ToString();
        }
    }
}

using System.Text;
using Mail.Ctl;

namespace Mail.Fuzz.Targets;

/// <summary>Somebody's mbox file; and the names and keywords of a Maildir, one to each line.</summary>
internal sealed class MboxTarget : IFuzzTarget
{
    public string Name => "mbox";

    public void Run(ReadOnlySpan<byte> input)
    {
        foreach (var isMboxo in (bool[])[false, true])
        {
            ReadAsync(input.ToArray(), isMboxo).GetAwaiter().GetResult();
        }

        foreach (var name in Encoding.Latin1.GetString(input).Split('\n', 20))
        {
            BrokenPromiseException.Unless(MaildirName.Flags(name).Distinct().Count() == MaildirName.Flags(name).Count, "a message has a flag once");
            BrokenPromiseException.Unless(!MaildirName.TryFolder(name, out var folder) || folder.Length <= name.Length, "a folder's name is no longer than its directory's");
        }
    }

    private static async Task ReadAsync(byte[] octets, bool isMboxo)
    {
        var source = 0L;
        await foreach (var item in new MboxReader(new MemoryStream(octets), "mbox", isMboxo).ReadAsync(CancellationToken.None))
        {
            await using (item)
            {
                source += item.SourceBytes;
                BrokenPromiseException.Unless(item.Message is null != item.Problem is null, "there is a message, or a reason why not");
                if (item.Message is { } message)
                {
                    await CheckAsync(message, item);
                }
            }
        }

        BrokenPromiseException.Unless(source <= octets.Length, "nothing is counted twice");
    }

    private static async Task CheckAsync(MessageBuffer message, ImportItem item)
    {
        using var copy = new MemoryStream();
        await message.Content().CopyToAsync(copy);
        var text = Encoding.Latin1.GetString(copy.ToArray());
        // A CR is made of each LF that has none, and a lone CR gets its LF.
        BrokenPromiseException.Unless(text.Length <= (2 * item.SourceBytes) + 2, "a message has no more than the file has of it");
        BrokenPromiseException.Unless(text.Count(c => c == '\n') == text.Split("\r\n").Length - 1, "only CRLF ends a line");
    }
}

using Mail.Core;
using MimeKit;

namespace Mail.Processing;

/// <summary>
/// Takes from a message what a message list shows. Reads the message as a stream of events, so that memory stays bounded whatever the
/// message holds; a message that is no message still gives a summary, with what could be read of it.
/// </summary>
public static class MessageSummarizer
{
    /// <summary>
    /// How far into a message parts are looked for, in bytes. Text and the first attachments stand before that in real mail; the bound keeps
    /// a hostile message of 50 MiB of empty parts to a fraction of a second.
    /// </summary>
    public const int MaxScan = 16 * 1024 * 1024;

    /// <summary>Nesting of multiparts beyond which parts are read as plain text. Real mail stays below ten.</summary>
    private const int MaxDepth = 64;

    private static readonly ParserOptions Options = new() { MaxMimeDepth = MaxDepth };

    /// <param name="content">Seekable; read from its start and left at its start.</param>
    public static MessageSummary Summarize(Stream content, CancellationToken cancellationToken)
    {
        content.Position = 0;
        using var scanned = new PrefixStream(content, MaxScan);
        var reader = new SummaryReader(Options, scanned);
        try
        {
            reader.ReadMessage(cancellationToken);
        }
        catch (Exception e) when (e is not (OperationCanceledException or IOException))
        {
            // Not a message in MimeKit's eyes (empty, or no header at all), or something in it that a decoder chokes on: the summary stays as far
            // as it came. A message must not be undeliverable because of what a list would show of it.
        }

        content.Position = 0;
        return reader.ToSummary();
    }
}

using Mail.Spam;
using MimeKit;

namespace Mail.Processing;

/// <summary>Messages that are attached to another one (message/rfc822), as the sender of the report has them.</summary>
public static class AttachedMessages
{
    /// <summary>Messages of one report. Mail programs forward what is marked, a screen of it.</summary>
    public const int Max = 50;

    /// <summary>Octets of a report. The largest message that we take has 50 MiB.</summary>
    private const long MaxReport = 64L * 1024 * 1024;

    // Parts in parts; what MimeKit reads deeper than this it takes as text.
    private const int MaxDepth = 16;

    private static readonly ParserOptions Options = new() { MaxMimeDepth = MaxDepth };

    public static async Task<IReadOnlyList<TrainingText>> ReadAsync(Stream report, CancellationToken cancellationToken)
    {
        if (report.Length > MaxReport)
        {
            return [];
        }

        try
        {
            using var message = await MimeMessage.LoadAsync(Options, report, cancellationToken);
            return [.. message.BodyParts.OfType<MessagePart>().Select(part => part.Message).OfType<MimeMessage>().Take(Max).Select(Read)];
        }
        catch (FormatException)
        {
            // No message at all: nothing is attached to it.
            return [];
        }
    }

    private static TrainingText Read(MimeMessage message)
    {
        using var octets = new MemoryStream();
        message.WriteTo(octets);
        return TrainingText.Read(octets.GetBuffer().AsSpan(0, (int)Math.Min(octets.Length, TokenizerLimits.MaxMessage)));
    }
}

using MimeKit;

namespace Mail.Authentication;

/// <summary>Finds the report in a message (RFC 7489 §7.2.1.1).</summary>
public static class DmarcReportParts
{
    /// <summary>Octets of a message: the largest file with the third that base64 adds, and a text.</summary>
    public const long MaxMessage = 6 * 1024 * 1024;

    /// <summary>Parts that are looked at: a report has two, and each may be a bomb.</summary>
    private const int MaxParts = 4;

    /// <summary>Lines of a message, which may each be a field, and of them those that may begin a part. Base64 of <see cref="MaxMessage"/> has 80,000 and none.</summary>
    private const int MaxLines = 100_000;

    private const int MaxDelimiters = 64;

    private static readonly ParserOptions Options = new() { MaxMimeDepth = 8 };

    /// <param name="message">Seekable, from its start.</param>
    /// <returns><c>null</c> with a problem in words when there is none that can be read.</returns>
    public static async Task<(DmarcReport? Report, string Problem)> ReadAsync(Stream message, CancellationToken cancellationToken)
    {
        if (message.Length > MaxMessage)
        {
            return (null, "too large for a report");
        }

        if (await IsCrowdedAsync(message, cancellationToken))
        {
            return (null, "too many lines or parts for a report");
        }

        try
        {
            using var mime = await MimeMessage.LoadAsync(Options, message, cancellationToken);
            var problem = "no attachment";
            foreach (var part in mime.BodyParts.OfType<MimePart>().Where(MayBeReport).Take(MaxParts))
            {
                if (DmarcReportFile.Read(await DecodeAsync(part, cancellationToken), out problem) is { } report)
                {
                    return (report, "");
                }
            }

            return (null, problem);
        }
        catch (FormatException)
        {
            return (null, "no message that can be read");
        }
    }

    /// <summary>Looks before MimeKit does, which makes objects of some hundred octets of each field and part. Leaves the message at its start.</summary>
    private static async Task<bool> IsCrowdedAsync(Stream message, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        var (lines, delimiters, hyphens) = (0, 0, 0);
        for (int read; (read = await message.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            foreach (var octet in buffer.AsSpan(0, read))
            {
                // Hyphens since the line began; -1 behind anything else.
                hyphens = octet == '\n' ? 0 : octet == '-' && hyphens >= 0 ? hyphens + 1 : -1;
                lines += octet == '\n' ? 1 : 0;
                // RFC 2046 §5.1.1.
                delimiters += hyphens == 2 ? 1 : 0;
            }
        }

        message.Position = 0;
        return lines > MaxLines || delimiters > MaxDelimiters;
    }

    /// <summary>The text for people is none.</summary>
    private static bool MayBeReport(MimePart part) => part.Content is not null && (part is not TextPart || part.ContentType.MimeType is "text/xml" || part.FileName is not null);

    private static async Task<ReadOnlyMemory<byte>> DecodeAsync(MimePart part, CancellationToken cancellationToken)
    {
        using var octets = new MemoryStream();
        await part.Content!.DecodeToAsync(octets, cancellationToken);
        return octets.ToArray();
    }
}

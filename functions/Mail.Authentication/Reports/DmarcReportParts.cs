using MimeKit;

namespace Mail.Authentication;

/// <summary>Finds the report in a message (RFC 7489 §7.2.1.1).</summary>
public static class DmarcReportParts
{
    /// <summary>Octets of a message: the largest file with the third that base64 adds, and a text.</summary>
    public const long MaxMessage = 6 * 1024 * 1024;

    /// <summary>Parts that are looked at: a report has two, and each may be a bomb.</summary>
    private const int MaxParts = 4;

    private static readonly ParserOptions Options = new() { MaxMimeDepth = 8 };

    /// <param name="message">Seekable, from its start.</param>
    /// <returns><c>null</c> with a problem in words when there is none that can be read.</returns>
    public static async Task<(DmarcReport? Report, string Problem)> ReadAsync(Stream message, CancellationToken cancellationToken)
    {
        if (message.Length > MaxMessage)
        {
            return (null, "too large for a report");
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

    /// <summary>The text for people is none.</summary>
    private static bool MayBeReport(MimePart part) => part.Content is not null && (part is not TextPart || part.ContentType.MimeType is "text/xml" || part.FileName is not null);

    private static async Task<ReadOnlyMemory<byte>> DecodeAsync(MimePart part, CancellationToken cancellationToken)
    {
        using var octets = new MemoryStream();
        await part.Content!.DecodeToAsync(octets, cancellationToken);
        return octets.ToArray();
    }
}

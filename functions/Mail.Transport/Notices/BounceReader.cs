using Mail.Core;
using MimeKit;

namespace Mail.Transport;

/// <summary>
/// Reads bounces: <c>multipart/report</c> with a <c>message/delivery-status</c> (RFC 6522, RFC 3464), and the texts of servers that have a form of their
/// own (qmail, Exim, old Exchange). What is read decides about addresses only, never about where mail goes.
/// </summary>
public sealed class BounceReader : IBounceReader
{
    /// <summary>Octets of the message that are looked at. Status and text come before the returned original.</summary>
    public const int MaxContent = 512 * 1024;

    /// <summary>Of one report. Our own messages have at most 1000 recipients to a destination.</summary>
    public const int MaxRecipients = 1000;

    /// <summary>Nested parts beyond that are no bounce. A report has two levels, one that passed through a list three.</summary>
    private const int MaxDepth = 8;

    public BounceReport? Read(Stream content)
    {
        content.Position = 0;
        var octets = new byte[(int)Math.Min(content.Length, MaxContent)];
        content.ReadExactly(octets);
        content.Position = 0;
        try
        {
            var options = new ParserOptions { MaxMimeDepth = MaxDepth };
            using var message = MimeMessage.Load(options, new MemoryStream(octets));
            return Read(message);
        }
        catch (Exception e) when (e is FormatException or ParseException)
        {
            // Not a message, so not a bounce.
            return null;
        }
    }

    private static BounceReport? Read(MimeMessage message)
    {
        if (BounceFields.FindStatus(message.Body) is { } status)
        {
            var report = BounceFields.Read(status);
            return report.Recipients.Count == 0 ? null : BouncedOriginal.AddTo(report, message.Body);
        }

        // X-Failed-Recipients is Exim's; the null reverse-path says the rest.
        var failed = message.Headers["X-Failed-Recipients"];
        var text = BounceText.FindText(message.Body);
        var recipients = BounceText.Read(failed, text);
        return recipients.Count == 0 ? null : new BounceReport(IsStandard: false, EnvId: null, recipients);
    }
}

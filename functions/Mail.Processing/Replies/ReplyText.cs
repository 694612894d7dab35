using System.Text;
using Mail.Core;
using MimeKit;

namespace Mail.Processing;

/// <summary>Writes automatic messages. MimeKit folds and encodes fields, so nothing in a text can end one.</summary>
internal static class ReplyText
{
    /// <summary>Characters. RFC 5322 §2.1.1 gives a line 998; what a subject is longer than that nobody reads.</summary>
    private const int MaxSubject = 250;

    private static readonly FormatOptions Wire = MakeWire();

    /// <param name="kind">RFC 3834 §5: <c>auto-replied</c>, or RFC 5436 §2.7.1.</param>
    public static MimeMessage Begin(QueueId id, MailboxAddress from, IEnumerable<MailAddress> to, string subject, string kind, FlowOptions options, DateTimeOffset now)
    {
        var message = new MimeMessage
        {
            MessageId = $"{id}@{options.HostName}",
            Date = now,
            Subject = Clean(subject),
        };
        message.Headers.Add("Auto-Submitted", kind);
        message.From.Add(from);
        message.To.AddRange(to.Select(address => new MailboxAddress("", address.ToString())));
        return message;
    }

    /// <summary>RFC 5322 §3.6.4.</summary>
    public static void Refer(MimeMessage reply, MessageSummary original)
    {
        if (original.MessageId.Length == 0 || !IsMessageId(original.MessageId))
        {
            return;
        }

        // As it stands: the property has its own idea of what an id may be, and throws.
        reply.Headers.Replace(HeaderId.InReplyTo, $"<{original.MessageId}>");
        foreach (var reference in original.References.Where(IsMessageId).Append(original.MessageId))
        {
            reply.References.Add(reference);
        }
    }

    public static MimeEntity Plain(string text) => new TextPart("plain")
    {
        Text = text,
        ContentTransferEncoding = Ascii.IsValid(text) ? ContentEncoding.Default : ContentEncoding.QuotedPrintable,
    };

    public static ReadOnlyMemory<byte> Write(MimeMessage message)
    {
        message.Prepare(EncodingConstraint.SevenBit);
        using var octets = new MemoryStream();
        message.WriteTo(Wire, octets);
        return octets.ToArray();
    }

    /// <summary>One line, without what terminals obey.</summary>
    private static string Clean(string text)
    {
        var line = new StringBuilder();
        foreach (var rune in text.EnumerateRunes().Take(MaxSubject))
        {
            line.Append(Rune.IsControl(rune) ? " " : rune.ToString());
        }

        return line.ToString().Trim();
    }

    private static bool IsMessageId(string text) => text.Length is > 0 and < 900 && Ascii.IsValid(text) && !text.Any(c => char.IsControl(c) || c is ' ' or '<' or '>');

    private static FormatOptions MakeWire()
    {
        var options = FormatOptions.Default.Clone();
        options.NewLineFormat = NewLineFormat.Dos;
        options.EnsureNewLine = true;
        return options;
    }
}

using System.Globalization;
using Mail.Core;

namespace Mail.Scanning;

/// <summary>The question to rspamd: the message as the body, the envelope as header fields (rspamd's "Protocol" page).</summary>
internal static class RspamdRequest
{
    /// <summary>Recipients that are named: it has rules about their number, none about the hundredth.</summary>
    private const int MaxRecipients = 100;

    /// <summary>Characters of a field; a HELO is a stranger's text.</summary>
    private const int MaxValue = 512;

    public static HttpRequestMessage Create(Uri address, ScanRequest request, string password)
    {
        var envelope = request.Envelope;
        var question = new HttpRequestMessage(HttpMethod.Post, new Uri(address, "/checkv2"))
        {
            // In HTTP/1.1, and with a length.
            Version = System.Net.HttpVersion.Version11,
            Content = new MessageContent(request.Content),
        };
        Add(question, "Queue-Id", envelope.QueueId.ToString());
        Add(question, "From", envelope.ReversePath?.ToString() ?? "<>");
        foreach (var recipient in envelope.Recipients.Take(MaxRecipients))
        {
            Add(question, "Rcpt", recipient.Address.ToString());
        }

        Add(question, "IP", envelope.ClientAddress);
        Add(question, "Hostname", envelope.ClientName);
        Add(question, "Helo", envelope.Helo);
        Add(question, "User", envelope.AuthenticatedUser);
        Add(question, "Password", password);
        return question;
    }

    private static void Add(HttpRequestMessage question, string name, string? value)
    {
        // No text ends a field, whatever the library makes of it.
        if (!string.IsNullOrEmpty(value) && !value.Any(c => char.IsControl(c) || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator))
        {
            question.Headers.TryAddWithoutValidation(name, value.Length <= MaxValue ? value : value[..MaxValue]);
        }
    }
}

using System.Text;
using MimeKit;

namespace Mail.Sieve.Svtest;

/// <summary>Writes the messages that a session sends.</summary>
internal static class SvtestMime
{
    private static readonly FormatOptions Format = new() { NewLineFormat = NewLineFormat.Dos };

    public static MimeMessage Begin(string from, string to, string subject)
    {
        var message = new MimeMessage();
        message.Headers.Add("X-Sieve", "Mail.Cloud");
        Add(message, "From", from);
        Add(message, "To", to);
        message.Subject = subject;
        return message;
    }

    /// <summary>Adds addresses as they are written; names beyond ASCII are encoded.</summary>
    public static void Add(MimeMessage message, string name, string addresses)
    {
        if (addresses.Length == 0)
        {
            return;
        }

        var angle = Ascii.IsValid(addresses) ? 0 : Math.Max(0, addresses.IndexOf('<', StringComparison.Ordinal));
        var phrase = angle == 0 ? "" : EncodedWords.Encode(addresses[..angle].Trim()) + ' ';
        var header = new Header(name, "");
        header.SetRawValue(Encoding.UTF8.GetBytes($" {phrase}{addresses[angle..]}\r\n"));
        message.Headers.Replace(header);
    }

    public static byte[] Write(MimeMessage message)
    {
        using var octets = new MemoryStream();
        message.WriteTo(Format, octets);
        return octets.ToArray();
    }
}

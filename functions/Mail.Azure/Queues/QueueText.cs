using System.Text;

namespace Mail.Azure;

/// <summary>
/// Queue messages are base 64 of UTF-8, as <c>host.json</c> says with <c>messageEncoding</c>. What others put in without encoding it, such as a
/// pointer typed in Storage Explorer, is delivered as it stands.
/// </summary>
internal static class QueueText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static string Encode(string body) => Convert.ToBase64String(Encoding.UTF8.GetBytes(body));

    public static string Decode(string text)
    {
        // A JSON pointer is never base 64, because of its braces.
        var octets = new byte[(text.Length / 4 * 3) + 3];
        if (!Convert.TryFromBase64String(text, octets, out var length))
        {
            return text;
        }

        try
        {
            return Strict.GetString(octets, 0, length);
        }
        catch (DecoderFallbackException)
        {
            return text;
        }
    }
}

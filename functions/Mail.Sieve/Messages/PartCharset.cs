using System.Text;

namespace Mail.Sieve;

/// <summary>Text of a part in the charset that it names (RFC 2046 §4.1.2).</summary>
internal static class PartCharset
{
    static PartCharset() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <param name="charset">What is unknown or missing is taken for UTF-8, which shows ASCII whatever it is (RFC 5173 §5.2).</param>
    public static string Decode(byte[] octets, string? charset) => Find(charset) is { } encoding ? encoding.GetString(octets) : SieveText.Decode(octets);

    private static Encoding? Find(string? charset)
    {
        try
        {
            return string.IsNullOrEmpty(charset) || IsUtf8(charset) ? null : Encoding.GetEncoding(charset);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            // NotSupportedException: UTF-7, which .NET refuses to decode because of its ambiguity.
            return null;
        }
    }

    private static bool IsUtf8(string charset) =>
        charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || charset.Equals("us-ascii", StringComparison.OrdinalIgnoreCase);
}

using System.Text;
using Mail.Core;

namespace Mail.Transport;

/// <summary>A field that ends with <c>b=</c>: DKIM-Signature, ARC-Message-Signature, ARC-Seal.</summary>
internal static class SignatureField
{
    private const int MaxLine = 72;

    /// <summary>The field with its signature, CRLF-terminated. Signed are the fields in their order and the field itself without the signature (RFC 6376 §3.7).</summary>
    /// <param name="tags">Up to and without <c>b=</c>.</param>
    public static byte[] Sign(string name, string tags, IEnumerable<RawField> covered, DkimSecret secret)
    {
        var unsigned = $"{name}: {tags}\r\n\tb=";
        var data = new MemoryStream();
        foreach (var field in covered)
        {
            RelaxedHeader.Write(data, field);
        }

        RelaxedHeader.Write(data, RawField.Read(Encoding.UTF8.GetBytes(unsigned + "\r\n"))!);
        var signature = SigningKey.Sign(secret, data.GetBuffer().AsSpan(0, (int)data.Length - 2));
        return Encoding.UTF8.GetBytes(unsigned + Fold(Convert.ToBase64String(signature)) + "\r\n");
    }

    /// <summary>The tags of DKIM-Signature and ARC-Message-Signature behind their first.</summary>
    public static string Tags(DkimSecret secret, IReadOnlyList<string> names, ReadOnlySpan<byte> bodyHash, DateTimeOffset now) =>
        $"a={SigningKey.AlgorithmTag(secret.Key.Algorithm)}; c=relaxed/relaxed;\r\n\t{Who(secret)}; t={now.ToUnixTimeSeconds()};\r\n"
        + $"\th={Names(names)};\r\n\tbh={Convert.ToBase64String(bodyHash)};";

    public static string Who(DkimSecret secret) => $"d={secret.Key.Domain}; s={secret.Key.Selector}";

    private static string Names(IReadOnlyList<string> names)
    {
        var (text, line) = (new StringBuilder(), 0);
        foreach (var name in names)
        {
            if (line + name.Length > MaxLine)
            {
                text.Append("\r\n\t ");
                line = 0;
            }

            text.Append(name.ToLowerInvariant()).Append(':');
            line += name.Length + 1;
        }

        return text.ToString().TrimEnd(':');
    }

    private static string Fold(string base64) => string.Join("\r\n\t ", base64.Chunk(MaxLine).Select(chunk => new string(chunk)));
}

using System.Buffers;
using System.Globalization;
using System.Text;

namespace Mail.Azure;

/// <summary>
/// Writes any text as a part of a partition or row key. Azure forbids <c>/ \ # ?</c> and control characters in keys
/// (https://learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model); we also escape <c>=</c>, the escape
/// itself, <c>:</c>, which separates the parts of our keys, and <c>%</c>, which proxies and tools are known to decode once too often.
/// Each such character becomes <c>=XX</c> per octet of UTF-8; everything else, letters beyond ASCII included, stays readable.
/// </summary>
internal static class TableKey
{
    private static readonly SearchValues<char> Forbidden = SearchValues.Create(
        "/\\#?=:%" + string.Concat(Enumerable.Range(0, 0x20).Concat(Enumerable.Range(0x7f, 0x21)).Select(c => (char)c)));

    public static string Encode(string text)
    {
        if (!text.AsSpan().ContainsAny(Forbidden))
        {
            return text;
        }

        var key = new StringBuilder(text.Length + 16);
        Span<byte> octets = stackalloc byte[4];
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.IsBmp && Forbidden.Contains((char)rune.Value))
            {
                foreach (var octet in octets[..rune.EncodeToUtf8(octets)])
                {
                    key.Append(CultureInfo.InvariantCulture, $"={octet:X2}");
                }
            }
            else
            {
                key.Append(rune.ToString());
            }
        }

        return key.ToString();
    }

    /// <summary>The reverse. An escape that <see cref="Encode"/> would not have written stays as it stands: keys are also typed by hand.</summary>
    public static string Decode(string key)
    {
        if (!key.Contains('=', StringComparison.Ordinal))
        {
            return key;
        }

        var octets = new ArrayBufferWriter<byte>(key.Length);
        for (var i = 0; i < key.Length;)
        {
            if (key[i] == '=' && byte.TryParse(key.AsSpan(i + 1, Math.Min(2, key.Length - i - 1)), NumberStyles.AllowHexSpecifier, null, out var octet)
                && i + 2 < key.Length)
            {
                octets.Write([octet]);
                i += 3;
                continue;
            }

            var next = key.IndexOf('=', i + 1);
            var end = next < 0 ? key.Length : next;
            Encoding.UTF8.GetBytes(key.AsSpan(i, end - i), octets);
            i = end;
        }

        return Encoding.UTF8.GetString(octets.WrittenSpan);
    }
}

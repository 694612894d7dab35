using System.Buffers;
using System.Collections.Frozen;
using System.Text;
using System.Text.Unicode;

namespace Mail.Spam;

/// <summary>Octets to characters. What is in no charset that we know, or not in the one that it claims, is read as UTF-8 if it can be, else as Windows-1252.</summary>
internal static class Charsets
{
    private const int MaxName = 24;

    private static readonly Encoding Western = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    // Made when a message comes in one: the tables of East Asian charsets are large, and most mail has none of them. LAB.md, "charsets".
    private static readonly FrozenDictionary<string, Lazy<Encoding>>.AlternateLookup<ReadOnlySpan<char>> Known =
        MakeKnown().GetAlternateLookup<ReadOnlySpan<char>>();

    /// <param name="name">Of the charset; empty when none is given.</param>
    /// <param name="output">At least as long as <paramref name="octets"/>: no charset here makes two characters of one octet.</param>
    /// <returns>Characters written.</returns>
    public static int Decode(ReadOnlySpan<byte> octets, ReadOnlySpan<byte> name, Span<char> output)
    {
        var encoding = name.IsEmpty ? null : Find(name);
        var written = 0;
        if (encoding is null || !IsStateful(encoding))
        {
            // What begins a text and is ASCII is the same in all of them.
            if (Ascii.ToUtf16(octets, output, out written) == OperationStatus.Done)
            {
                return written;
            }

            octets = octets[written..];
            output = output[written..];
        }

        return written + (encoding?.GetChars(octets, output) ?? DecodeUnknown(octets, output));
    }

    private static Encoding? Find(ReadOnlySpan<byte> name)
    {
        Span<char> text = stackalloc char[MaxName];
        return name.Length <= MaxName && Ascii.ToUtf16(name, text, out var length) == OperationStatus.Done && Known.TryGetValue(text[..length], out var encoding)
            ? encoding.Value
            : null;
    }

    private static int DecodeUnknown(ReadOnlySpan<byte> octets, Span<char> output) =>
        Utf8.ToUtf16(octets, output, out _, out var written, replaceInvalidSequences: false) == OperationStatus.Done
            ? written
            : Western.GetChars(octets, output);

    // Escape sequences are ASCII octets that do not mean themselves; UTF-16 has ASCII octets in any character.
    private static bool IsStateful(Encoding encoding) => encoding.CodePage is 50220 or 50221 or 50222 or 50225 or 52936 or 1200 or 1201;

    private static FrozenDictionary<string, Lazy<Encoding>> MakeKnown()
    {
        string[] names =
        [
            "iso-8859-2", "iso-8859-3", "iso-8859-4", "iso-8859-5", "iso-8859-6", "iso-8859-7", "iso-8859-8", "iso-8859-9", "iso-8859-13",
            "iso-8859-15", "windows-1250", "windows-1251", "windows-1252", "windows-1253", "windows-1254", "windows-1255", "windows-1256",
            "windows-1257", "windows-1258", "windows-874", "koi8-r", "koi8-u", "cp866", "gb2312", "gbk", "gb18030", "hz-gb-2312", "big5",
            "shift_jis", "iso-2022-jp", "euc-jp", "euc-kr", "ks_c_5601-1987", "iso-2022-kr", "macintosh",
        ];
        var known = names.ToDictionary(name => name, MadeWhenUsed, StringComparer.OrdinalIgnoreCase);
        known["x-sjis"] = known["shift_jis"];
        known["tis-620"] = known["iso-8859-11"] = known["windows-874"];
        known["cp1251"] = known["windows-1251"];
        known["cp1252"] = known["windows-1252"];
        known["ks_c_5601"] = known["ks_c_5601-1987"];
        known["utf-16"] = known["utf-16le"] = new(Encoding.Unicode);
        known["utf-16be"] = new(Encoding.BigEndianUnicode);
        return known.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

    private static Lazy<Encoding> MadeWhenUsed(string name) =>
        new(() => CodePagesEncodingProvider.Instance.GetEncoding(name) ?? throw new NotSupportedException($"There is no charset {name} in .NET."));
}

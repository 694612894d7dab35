using System.Globalization;
using System.Text;

namespace Mail.Testing.Smtp;

/// <summary>Octets as readable text: the escapes of <see cref="SmtpDialog"/>.</summary>
public static class SmtpDialogText
{
    public static byte[] Decode(string text)
    {
        var octets = new List<byte>();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                var length = char.IsHighSurrogate(text[i]) ? 2 : 1;
                octets.AddRange(Encoding.UTF8.GetBytes(text.Substring(i, length)));
                i += length - 1;
                continue;
            }

            switch (text[++i])
            {
                case 'x':
                    octets.Add(byte.Parse(text.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                    i += 2;
                    break;
                case '(':
                    var star = text.IndexOf('*', i);
                    var end = text.IndexOf(')', star);
                    var unit = Decode(text[(i + 1)..star]);
                    octets.AddRange(Enumerable.Repeat(unit, int.Parse(text[(star + 1)..end], CultureInfo.InvariantCulture)).SelectMany(u => u));
                    i = end;
                    break;
                default:
                    octets.Add(Unescape(text[i]));
                    break;
            }
        }

        return [.. octets];
    }

    /// <summary>Printable ASCII as it is, everything else escaped; long content as its length.</summary>
    public static string Encode(ReadOnlySpan<byte> octets)
    {
        // Nobody reads more in a failed test.
        if (octets.Length > 400)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{octets.Length} octets");
        }

        var text = new StringBuilder();
        foreach (var b in octets)
        {
            text.Append(b switch
            {
                (byte)'\r' => @"\r",
                (byte)'\n' => @"\n",
                (byte)'\\' => @"\\",
                >= (byte)' ' and <= (byte)'~' => ((char)b).ToString(),
                _ => string.Create(CultureInfo.InvariantCulture, $@"\x{b:x2}"),
            });
        }

        return $"\"{text}\"";
    }

    private static byte Unescape(char c) => c switch
    {
        'r' => (byte)'\r',
        'n' => (byte)'\n',
        't' => (byte)'\t',
        '0' => 0,
        '\\' => (byte)'\\',
        _ => throw new FormatException($"'\\{c}' is no escape."),
    };
}

using System.Text;
using Mail.Core;

namespace Mail.Processing;

/// <summary>Files that stand in a text as they did before MIME: <c>begin 644 name</c>. Some programs still offer them as attachments.</summary>
internal static class UuencodedNames
{
    /// <summary>Octets of a text that are looked at.</summary>
    private const int MaxText = 1024 * 1024;

    private const int MaxNames = 32;

    public static IReadOnlyList<string> In(Stream text)
    {
        using var reader = new StreamReader(new Prefix(text), Encoding.Latin1);
        var names = new List<string>();
        while (names.Count < MaxNames && reader.ReadLine() is { } line)
        {
            // POSIX uuencode: three digits of octal permissions, or four.
            if (line.StartsWith("begin", StringComparison.Ordinal) && line.Split(' ', 3) is ["begin" or "begin-base64", { Length: 3 or 4 } mode, { Length: > 0 and < 260 } name] && mode.All(char.IsAsciiDigit))
            {
                names.Add(name);
            }
        }

        return names;
    }

    private sealed class Prefix(Stream inner) : ForwardStream
    {
        private int _left = MaxText;

        public override int Read(Span<byte> buffer)
        {
            var read = inner.Read(buffer[..Math.Min(buffer.Length, _left)]);
            _left -= read;
            return read;
        }
    }
}

using System.Text;

namespace Mail.Core;

/// <summary>The relaxed canonical form of header fields: RFC 6376 §3.4.2.</summary>
public static class RelaxedHeader
{
    /// <summary>The name in lower case, the value unfolded, runs of white space made one space, CRLF behind it.</summary>
    public static void Write(Stream to, RawField field)
    {
        to.Write(Encoding.ASCII.GetBytes(field.Name.ToLowerInvariant() + ":"));
        WriteValue(to, field.Value.Span);
        to.Write("\r\n"u8);
    }

    private static void WriteValue(Stream to, ReadOnlySpan<byte> value)
    {
        var (isFirst, isSpace) = (true, false);
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] is (byte)' ' or (byte)'\t')
            {
                isSpace = true;
            }
            else if (value[i..] is not [(byte)'\r', (byte)'\n', ..])
            {
                if (isSpace && !isFirst)
                {
                    to.WriteByte((byte)' ');
                }

                to.WriteByte(value[i]);
                (isFirst, isSpace) = (false, false);
            }
            else
            {
                // Only a fold: white space follows.
                i++;
            }
        }
    }
}

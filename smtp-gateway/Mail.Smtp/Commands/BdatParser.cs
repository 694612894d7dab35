using System.Buffers.Text;
using System.Text;

namespace Mail.Smtp;

/// <summary>Reads the argument of BDAT: <c>chunk-size [LAST]</c> (RFC 3030 §2).</summary>
internal static class BdatParser
{
    /// <param name="size">Octets that follow the command, 0 when that cannot be read.</param>
    /// <param name="last">The chunk ends the message.</param>
    public static SmtpRejection Parse(ReadOnlySpan<byte> argument, out long size, out bool last)
    {
        last = false;
        // Utf8Parser also reads a sign, which a chunk-size does not have.
        if (argument.IsEmpty
            || !char.IsAsciiDigit((char)argument[0])
            || !Utf8Parser.TryParse(argument, out size, out var digits)
            || (digits < argument.Length && argument[digits] != ' '))
        {
            size = 0;
            return SmtpRejection.ChunkSizeUnreadable;
        }

        var rest = argument[digits..].Trim((byte)' ');
        last = Ascii.EqualsIgnoreCase(rest, "LAST"u8);
        return rest.IsEmpty || last ? SmtpRejection.None : SmtpRejection.ChunkSyntax;
    }
}

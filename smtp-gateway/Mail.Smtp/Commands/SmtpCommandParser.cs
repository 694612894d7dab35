using System.Text.Unicode;

namespace Mail.Smtp;

/// <summary>Splits a command line into its command word and the argument (RFC 5321 §4.1.1).</summary>
internal static class SmtpCommandParser
{
    /// <param name="line">Without its CRLF.</param>
    /// <param name="row">The row of the command word; of <see cref="SmtpVerb.Unknown"/> when the line is refused.</param>
    /// <param name="argument">Without the spaces around it.</param>
    public static SmtpRejection Parse(ReadOnlySpan<byte> line, out SmtpCommandRow row, out ReadOnlySpan<byte> argument)
    {
        var end = line.IndexOf((byte)' ');
        row = SmtpCommandTable.Find(end < 0 ? line : line[..end]);
        argument = end < 0 ? [] : line[end..].Trim((byte)' ');
        return row.Verb switch
        {
            // No argument of any command has a control character, and beyond ASCII it is UTF-8 (RFC 6531 §3.3).
            _ when line.IndexOfAnyInRange((byte)0, (byte)0x1f) >= 0 || line.Contains((byte)0x7f) => SmtpRejection.BadCharacter,
            _ when !Utf8.IsValid(line) => SmtpRejection.BadCharacter,
            SmtpVerb.Unknown => SmtpRejection.UnknownCommand,
            SmtpVerb.NotImplemented => SmtpRejection.NotImplemented,
            SmtpVerb.OtherProtocol => SmtpRejection.OtherProtocol,
            SmtpVerb.Vrfy or SmtpVerb.Auth when argument.IsEmpty => SmtpRejection.ArgumentMissing,
            SmtpVerb.Data or SmtpVerb.Rset or SmtpVerb.Quit or SmtpVerb.StartTls when !argument.IsEmpty => SmtpRejection.ArgumentUnexpected,
            _ => SmtpRejection.None,
        };
    }
}

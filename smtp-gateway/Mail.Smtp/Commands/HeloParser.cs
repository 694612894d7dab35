using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Mail.Core;

namespace Mail.Smtp;

/// <summary>Reads the argument of HELO and EHLO (RFC 5321 §4.1.1.1).</summary>
internal static class HeloParser
{
    // More than Domain and address-literal allow (an underscore, a literal without its tag), because names of real machines have it, as
    // Postfix accepts; but nothing that means anything in the Received field that quotes it.
    private static readonly SearchValues<byte> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._:[]"u8);

    public static SmtpRejection Parse(ReadOnlySpan<byte> argument, [NotNull] out string? name)
    {
        name = "";
        if (argument.Length is 0 or > MailAddressParser.MaxDomain || argument.ContainsAnyExcept(Allowed))
        {
            return SmtpRejection.HeloSyntax;
        }

        name = Encoding.ASCII.GetString(argument);
        return SmtpRejection.None;
    }
}

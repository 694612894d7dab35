using System.Text;
using Mail.Core;

namespace Mail.Processing;

/// <summary>
/// The addresses at which a message has been before: its <c>Delivered-To</c> fields (RFC 9228). One that comes again to such an address goes round
/// in a circle, as Postfix's local(8) has it.
/// </summary>
internal static class DeliveredTo
{
    // Real headers have some 10 KiB. Fields that matter stand at the top: whoever delivers puts his own before the rest.
    private const int MaxHeader = 64 * 1024;

    // RFC 5322 §2.1.1 gives a line 998; the rest of a longer one is not an address.
    private const int MaxLine = 1000;

    private static ReadOnlySpan<byte> Name => "delivered-to:"u8;

    /// <param name="content">Seekable; read from its start and left at its start.</param>
    public static HashSet<MailAddress> Read(Stream content)
    {
        content.Position = 0;
        var header = new byte[(int)Math.Min(content.Length, MaxHeader)];
        content.ReadExactly(header);
        content.Position = 0;
        var found = new HashSet<MailAddress>();
        ReadOnlySpan<byte> rest = header;
        while (NextLine(ref rest) is { Length: > 0 } line)
        {
            if (line.Length > Name.Length
                && line.Length <= MaxLine
                && Ascii.EqualsIgnoreCase(line[..Name.Length], Name)
                && MailAddressParser.TryParse(Encoding.UTF8.GetString(line[Name.Length..]).Trim(), out var address, out _))
            {
                found.Add(address);
            }
        }

        return found;
    }

    /// <returns>Empty at the end of the header.</returns>
    private static ReadOnlySpan<byte> NextLine(ref ReadOnlySpan<byte> rest)
    {
        var end = rest.IndexOf((byte)'\n');
        var line = end < 0 ? rest : rest[..end];
        rest = end < 0 ? [] : rest[(end + 1)..];
        return line.TrimEnd((byte)'\r');
    }
}

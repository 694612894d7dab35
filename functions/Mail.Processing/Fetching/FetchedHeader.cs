using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Mail.Core;

namespace Mail.Processing;

/// <summary>What the header of a collected message says about the way that it came, and about which message it is.</summary>
internal sealed record FetchedHeader
{
    // Real headers have some 10 KiB; what matters stands before that.
    private const int MaxHeader = 256 * 1024;

    // Of one field, unfolded: addresses and ids are shorter.
    private const int MaxField = 2000;

    // A message whose Received is the same came by the same way in the same second.
    private static readonly string[] Naming = ["message-id", "date", "from", "subject", "received"];

    private readonly ILookup<string, string> _fields;

    private FetchedHeader(ILookup<string, string> fields) => _fields = fields;

    /// <summary>Of the fields that name the message wherever it is; 0 when it has no Message-ID, or nothing of a time: then it may be any.</summary>
    public ulong Content => First("message-id") is null || (First("date") ?? First("received")) is null
        ? 0
        : Math.Max(1, BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', Naming.Select(First))))));

    /// <summary>The sender, as the server that delivered the message has written it down (RFC 5321 §4.4); <c>null</c> when it has not, and for bounces.</summary>
    public MailAddress? ReversePath =>
        First("return-path") is { } path && MailAddressParser.TryParse(path.Trim().Trim('<', '>'), out var address, out _) ? address : null;

    public string From => First("from")?.Trim() ?? "";

    public string Subject => First("subject")?.Trim() ?? "";

    /// <summary>The address in the first field of that name: whoever delivered it last has put his before the rest.</summary>
    public MailAddress? Recipient(string field) =>
        First(field.ToLowerInvariant()) is { } text && MailAddressParser.TryParse(text.Trim().Trim('<', '>'), out var address, out _) ? address : null;

    /// <param name="content">Seekable; read from its start and left at its start.</param>
    public static FetchedHeader Read(Stream content)
    {
        content.Position = 0;
        var octets = new byte[(int)Math.Min(content.Length, MaxHeader)];
        content.ReadExactly(octets);
        content.Position = 0;
        return new FetchedHeader(Fields(octets).ToLookup(field => field.Name, field => field.Value));
    }

    private string? First(string name) => _fields[name].FirstOrDefault();

    private static List<(string Name, string Value)> Fields(ReadOnlySpan<byte> rest)
    {
        var fields = new List<(string Name, string Value)>();
        var field = new StringBuilder();
        while (NextLine(ref rest) is { Length: > 0 } line)
        {
            if (line[0] is not ((byte)' ' or (byte)'\t'))
            {
                Add(fields, field);
            }

            if (field.Length < MaxField)
            {
                field.Append(Encoding.UTF8.GetString(line[..Math.Min(line.Length, MaxField)]));
            }
        }

        Add(fields, field);
        return fields;
    }

    private static void Add(List<(string Name, string Value)> fields, StringBuilder field)
    {
        var text = field.ToString();
        field.Clear();
        if (text.IndexOf(':', StringComparison.Ordinal) is > 0 and < 100 and var colon)
        {
            fields.Add((text[..colon].TrimEnd().ToLowerInvariant(), text[(colon + 1)..]));
        }
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

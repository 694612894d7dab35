using System.Text;
using MimeKit.Utils;

namespace Mail.Sieve;

/// <summary>A field as it stands in a message, read when it is first looked at.</summary>
internal sealed class RawHeaderField(ReadOnlyMemory<byte> header, HeaderLine line) : HeaderField
{
    /// <summary>Octets of one field that are looked at. Mail servers fold or refuse fields long before; decoding takes several times as much memory.</summary>
    private const int MaxLength = 64 * 1024;

    private string? _name;
    private string? _rawValue;
    private string? _value;
    private IReadOnlyList<string>? _addresses;

    public override string Name => _name ??= Encoding.ASCII.GetString(header.Span.Slice(line.Start, line.NameLength));

    public override string RawValue => _rawValue ??= ReadRawValue();

    public override string Value => _value ??= RawValue.Contains("=?", StringComparison.Ordinal) ? DecodeWords() : RawValue;

    public override IReadOnlyList<string> Addresses => _addresses ??= AddressListReader.Read(RawValue);

    /// <summary>With its name and line end.</summary>
    public int OctetCount => line.End - line.Start;

    private string ReadRawValue()
    {
        var value = Trimmed();
        return value.Contains((byte)'\n') ? SieveText.Decode(Unfolded()) : SieveText.Decode(value);
    }

    private ReadOnlySpan<byte> Trimmed()
    {
        var value = header.Span[line.ValueStart..line.End];
        return value[..Math.Min(value.Length, MaxLength)].Trim(" \t\r\n"u8);
    }

    private string DecodeWords()
    {
        try
        {
            return Rfc2047.DecodeText(Unfolded()).Trim(' ', '\t');
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException or FormatException or DecoderFallbackException)
        {
            // RFC 5228 §2.7.2: what cannot be converted is taken as it stands. NotSupportedException: UTF-7, which .NET refuses.
            return RawValue;
        }
    }

    /// <summary>RFC 5322 §2.2.3: without the line ends, which stand before white space; RFC 5228 §2.4.2.2: without white space at the ends.</summary>
    private byte[] Unfolded()
    {
        var value = Trimmed();
        if (value.IndexOf((byte)'\n') < 0)
        {
            return value.ToArray();
        }

        var unfolded = new byte[value.Length];
        var length = 0;
        for (var i = 0; i < value.Length; i++)
        {
            var isLineEnd = value[i] == '\n' || (value[i] == '\r' && value[i + 1] == '\n');
            if (!isLineEnd)
            {
                unfolded[length++] = value[i];
            }
        }

        return unfolded[..length];
    }
}

using System.Text;

namespace Mail.Spam;

/// <summary>The fields of an entity that say what its body is.</summary>
internal ref struct PartHeader
{
    public ReadOnlySpan<byte> ContentType { get; private set; }

    public ReadOnlySpan<byte> Encoding { get; private set; }

    public ReadOnlySpan<byte> Disposition { get; private set; }

    /// <summary>The first field of a name counts.</summary>
    public void Take(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (ContentType.IsEmpty && Ascii.EqualsIgnoreCase(name, "content-type"u8))
        {
            ContentType = value;
        }
        else if (Encoding.IsEmpty && Ascii.EqualsIgnoreCase(name, "content-transfer-encoding"u8))
        {
            Encoding = value;
        }
        else if (Disposition.IsEmpty && Ascii.EqualsIgnoreCase(name, "content-disposition"u8))
        {
            Disposition = value;
        }
    }
}

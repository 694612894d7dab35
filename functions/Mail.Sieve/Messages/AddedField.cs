using System.Text;

namespace Mail.Sieve;

/// <summary>A field that a script adds. Equal only to itself: the same field may be added twice.</summary>
/// <param name="name">A field name (RFC 5322 §2.2).</param>
/// <param name="value">Without line ends and other control characters but tabs.</param>
internal sealed class AddedField(string name, string value) : HeaderField
{
    public override string Name => name;

    // RFC 5293 §4: what is no "unstructured" of RFC 5322 is encoded as RFC 2047 has it.
    public override string RawValue => Ascii.IsValid(Value) ? Value : EncodedWords.Encode(Value);

    public override string Value { get; } = value.Trim(' ', '\t');

    public override IReadOnlyList<string> Addresses => AddressListReader.Read(RawValue);

    /// <summary>As it goes into the message, with its line end.</summary>
    public ReadOnlyMemory<byte> Octets => FieldFolder.Fold(name, RawValue);
}

namespace Mail.Core;

/// <summary>A key that can sign.</summary>
/// <param name="PrivateKey">PKCS#8 for RSA, the 32 octets of RFC 8032 for Ed25519. Never logged, and not part of any text form.</param>
public sealed record DkimSecret(DkimKey Key, ReadOnlyMemory<byte> PrivateKey)
{
    public override string ToString() => Key.RecordName;
}

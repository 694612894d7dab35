namespace Mail.Smtp;

/// <summary>What RFC 5802 §3 has a server keep of one password: enough to check a proof and to give one, not enough to log in elsewhere.</summary>
/// <param name="StoredKey">32 octets.</param>
/// <param name="ServerKey">32 octets.</param>
public sealed record ScramKeys(ReadOnlyMemory<byte> StoredKey, ReadOnlyMemory<byte> ServerKey);

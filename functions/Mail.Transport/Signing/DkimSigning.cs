using Mail.Core;

namespace Mail.Transport;

/// <summary>DKIM-Signature fields (RFC 6376), relaxed in header and body: what servers on the way do to white space does no harm.</summary>
internal static class DkimSigning
{
    /// <summary>A field for each key.</summary>
    public static byte[] Sign(HeaderBlock header, byte[] bodyHash, IReadOnlyList<DkimSecret> keys, DateTimeOffset now)
    {
        var (names, fields) = SignedFields.Select(header);
        return [.. keys.SelectMany(key => SignatureField.Sign(
            "DKIM-Signature", "v=1; " + SignatureField.Tags(key, names, bodyHash, now), fields, key))];
    }
}

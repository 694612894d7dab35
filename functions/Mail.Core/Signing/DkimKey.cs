namespace Mail.Core;

/// <summary>A domain's key as the operator sees it: a row of table <c>DkimKeys</c> without the secret.</summary>
public sealed record DkimKey
{
    /// <summary>A-labels, lower case.</summary>
    public required string Domain { get; init; }

    /// <summary>A DNS label, lower case: the record is <c>SELECTOR._domainkey.DOMAIN</c>.</summary>
    public required string Selector { get; init; }

    public required DkimAlgorithm Algorithm { get; init; }

    public required DkimKeyState State { get; init; }

    /// <summary>The <c>p=</c> of the record: base64 of SubjectPublicKeyInfo for RSA, of the 32 octets for Ed25519 (RFC 8463 §4).</summary>
    public required string PublicKey { get; init; }

    /// <summary>When it got its present state.</summary>
    public DateTimeOffset? Since { get; init; }

    public string RecordName => $"{Selector}._domainkey.{Domain}";

    /// <summary>The text of the DNS record (RFC 6376 §3.6.1).</summary>
    public string RecordText => $"v=DKIM1; k={(Algorithm == DkimAlgorithm.Rsa ? "rsa" : "ed25519")}; p={PublicKey}";
}

using System.Text.Json.Serialization;

namespace Mail.Core;

/// <summary>Why TLS with a server failed, as reports have it (RFC 8460 §4.3).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TlsProblem>))]
public enum TlsProblem
{
    /// <summary>What fits none of the others: a handshake that breaks off.</summary>
    [JsonStringEnumMemberName("validation-failure")]
    ValidationFailure,

    [JsonStringEnumMemberName("starttls-not-supported")]
    StarttlsNotSupported,

    [JsonStringEnumMemberName("certificate-host-mismatch")]
    CertificateHostMismatch,

    [JsonStringEnumMemberName("certificate-expired")]
    CertificateExpired,

    [JsonStringEnumMemberName("certificate-not-trusted")]
    CertificateNotTrusted,

    /// <summary>TLSA records that can be used, and none fits.</summary>
    [JsonStringEnumMemberName("tlsa-invalid")]
    TlsaInvalid,

    /// <summary>What the DNS says of TLSA records does not verify.</summary>
    [JsonStringEnumMemberName("dnssec-invalid")]
    DnssecInvalid,

    [JsonStringEnumMemberName("sts-policy-fetch-error")]
    StsPolicyFetchError,

    [JsonStringEnumMemberName("sts-policy-invalid")]
    StsPolicyInvalid,

    /// <summary>The policy host's certificate.</summary>
    [JsonStringEnumMemberName("sts-webpki-invalid")]
    StsWebpkiInvalid,
}

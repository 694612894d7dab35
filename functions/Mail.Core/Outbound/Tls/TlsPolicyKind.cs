using System.Text.Json.Serialization;

namespace Mail.Core;

/// <summary>What a domain had said of TLS when mail was sent to it, as reports have it (RFC 8460 §4.2).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TlsPolicyKind>))]
public enum TlsPolicyKind
{
    [JsonStringEnumMemberName("no-policy-found")]
    None,

    [JsonStringEnumMemberName("sts")]
    Sts,

    [JsonStringEnumMemberName("tlsa")]
    Tlsa,
}

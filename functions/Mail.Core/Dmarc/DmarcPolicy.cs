using System.Text.Json.Serialization;

namespace Mail.Core;

/// <summary>What a domain asks for mail that is not its own (RFC 7489 §6.3 <c>p</c>), and what was done with it (appendix C, <c>disposition</c>).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DmarcPolicy>))]
public enum DmarcPolicy
{
    [JsonStringEnumMemberName("none")]
    None,

    [JsonStringEnumMemberName("quarantine")]
    Quarantine,

    [JsonStringEnumMemberName("reject")]
    Reject,
}

using System.Text.Json.Serialization;

namespace Mail.Core;

/// <summary>Whether a job may be attempted.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OutboundState>))]
public enum OutboundState
{
    /// <summary>It waits for its next attempt, or one is being made.</summary>
    [JsonStringEnumMemberName("queued")]
    Queued,

    /// <summary>An operator holds it: no attempt is made.</summary>
    [JsonStringEnumMemberName("held")]
    Held,
}

using System.Text.Json.Serialization;

namespace Mail.Core;

/// <summary>Where one recipient of a job stands. Only <see cref="Pending"/> is attempted; the others are final.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OutboundRecipientState>))]
public enum OutboundRecipientState
{
    [JsonStringEnumMemberName("pending")]
    Pending,

    /// <summary>Another server has answered 250 for it.</summary>
    [JsonStringEnumMemberName("sent")]
    Sent,

    /// <summary>Refused for good, or given up.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>Dropped on purpose, by a transport or an operator. Nobody is told.</summary>
    [JsonStringEnumMemberName("discarded")]
    Discarded,
}

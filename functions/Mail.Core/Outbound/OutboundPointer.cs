using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mail.Core;

/// <summary>What the queue <c>outbound</c> carries: the keys of a row of table <c>Outbound</c>.</summary>
/// <param name="Destination">The recipients' domain: <see cref="OutboundJob.Destination"/>.</param>
/// <param name="JobId"><see cref="OutboundJob.JobId"/>.</param>
/// <param name="NextHop">
/// <see cref="Transport.NextHop"/> as it was at the last look, so that a pointer to a dead next hop is put back without a look at the job;
/// <c>null</c> in the first pointer.
/// </param>
public sealed record OutboundPointer(string Destination, string JobId, string? NextHop = null)
{
    /// <summary>It takes the place of one whose run met an outage, and may be the only one: what a dequeue count above 1 says.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsAgain { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, OutboundPointerContext.Default.OutboundPointer);

    /// <summary>Reads what <see cref="ToJson"/> writes; unknown properties are ignored.</summary>
    public static bool TryParse(string json, [NotNullWhen(true)] out OutboundPointer? pointer)
    {
        pointer = null;
        try
        {
            pointer = JsonSerializer.Deserialize(json, OutboundPointerContext.Default.OutboundPointer)
                is { Destination.Length: > 0, JobId.Length: > 0 } read ? read : null;
        }
        catch (JsonException)
        {
            // Not JSON: the caller sees that there is no pointer.
        }

        return pointer is not null;
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(OutboundPointer))]
internal sealed partial class OutboundPointerContext : JsonSerializerContext;

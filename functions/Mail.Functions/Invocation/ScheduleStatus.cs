using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mail.Functions;

/// <summary>Where a timer stands, with the property names that the Functions host uses.</summary>
/// <param name="Last">The time for which it last ran.</param>
/// <param name="Next">The time for which it runs next.</param>
/// <param name="LastUpdated">When this was written.</param>
public sealed record ScheduleStatus(DateTimeOffset Last, DateTimeOffset Next, DateTimeOffset LastUpdated)
{
    public string ToJson() => JsonSerializer.Serialize(this, ScheduleStatusContext.Default.ScheduleStatus);

    /// <summary><c>null</c> for anything that is not a status: the timer then starts afresh.</summary>
    public static ScheduleStatus? TryParse(string json)
    {
        if (json.Length == 0)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(json, ScheduleStatusContext.Default.ScheduleStatus);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

[JsonSerializable(typeof(ScheduleStatus))]
internal sealed partial class ScheduleStatusContext : JsonSerializerContext;

using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mail.Core;

/// <summary>What the queue <c>webhooks</c> carries: the keys of a row of table <c>Webhooks</c>.</summary>
public sealed record WebhookPointer(string AccountId, string CallId)
{
    public string ToJson() => JsonSerializer.Serialize(this, WebhookPointerContext.Default.WebhookPointer);

    /// <summary>Reads what <see cref="ToJson"/> writes; unknown properties are ignored.</summary>
    public static bool TryParse(string json, [NotNullWhen(true)] out WebhookPointer? pointer)
    {
        pointer = null;
        try
        {
            pointer = JsonSerializer.Deserialize(json, WebhookPointerContext.Default.WebhookPointer) is { AccountId.Length: > 0 } read
                && QueueId.TryParse(read.CallId, out _) ? read : null;
        }
        catch (JsonException)
        {
            // Not JSON: the caller sees that there is no pointer.
        }

        return pointer is not null;
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(WebhookPointer))]
internal sealed partial class WebhookPointerContext : JsonSerializerContext;

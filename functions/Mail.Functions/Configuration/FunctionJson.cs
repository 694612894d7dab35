using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mail.Functions;

/// <summary>A <c>function.json</c> file as it stands.</summary>
internal sealed record FunctionJson(bool Disabled, IReadOnlyList<FunctionJson.Binding>? Bindings)
{
    /// <exception cref="JsonException">Not JSON, or not of this shape.</exception>
    public static FunctionJson Parse(string json) =>
        JsonSerializer.Deserialize(json, FunctionJsonContext.Default.FunctionJson) ?? throw new JsonException("The file holds null.");

    internal sealed record Binding(string? Type, string? Name, string? QueueName, string? Schedule, bool RunOnStartup, bool? UseMonitor);
}

[JsonSourceGenerationOptions(
    PropertyNameCaseInsensitive = true,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(FunctionJson))]
internal sealed partial class FunctionJsonContext : JsonSerializerContext;

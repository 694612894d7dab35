using System.Text.Json;
using System.Text.Json.Serialization;
using Mail.Core;

namespace Mail.Azure;

/// <summary>The pointer to a model as it stands in <c>current.json</c>.</summary>
internal static class ModelJson
{
    public static byte[] Write(ModelPointer pointer) =>
        JsonSerializer.SerializeToUtf8Bytes(pointer with { Version = "" }, ModelJsonContext.Default.ModelPointer);

    public static ModelPointer Read(ReadOnlyMemory<byte> json, string version)
    {
        try
        {
            return JsonSerializer.Deserialize(json.Span, ModelJsonContext.Default.ModelPointer) is { Snapshot.Length: > 0, Through: >= 0, Generation: > 0 } pointer
                ? pointer with { Version = version }
                : ModelPointer.Broken(version);
        }
        catch (JsonException)
        {
            return ModelPointer.Broken(version);
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, IgnoreReadOnlyProperties = true,
    WriteIndented = true)]
[JsonSerializable(typeof(ModelPointer))]
internal sealed partial class ModelJsonContext : JsonSerializerContext;

using System.Text.Json;
using System.Text.Json.Serialization;
using Mail.Core;

namespace Mail.Azure;

/// <summary>The pointer to a model as it stands in <c>current.json</c>.</summary>
internal static class ModelJson
{
    // Of ours 300 octets.
    public const int MaxPointer = 64 * 1024;

    public static byte[] Write(ModelPointer pointer) => JsonSerializer.SerializeToUtf8Bytes(pointer with { Version = "" }, ModelJsonContext.Default.ModelPointer);

    /// <exception cref="InvalidDataException">It is no pointer.</exception>
    public static ModelPointer Read(ReadOnlyMemory<byte> json, string blob, string version)
    {
        try
        {
            if (JsonSerializer.Deserialize(json.Span, ModelJsonContext.Default.ModelPointer) is { Snapshot.Length: > 0, Through: >= 0 } pointer)
            {
                return pointer with { Version = version };
            }
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{blob} is no pointer to a model: {e.Message}", e);
        }

        throw new InvalidDataException($"{blob} is no pointer to a model: it names no snapshot.");
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, WriteIndented = true)]
[JsonSerializable(typeof(ModelPointer))]
internal sealed partial class ModelJsonContext : JsonSerializerContext;

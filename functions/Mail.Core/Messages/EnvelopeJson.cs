using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mail.Core;

/// <summary>
/// The stored form of an <see cref="Envelope"/>: JSON with a version, camelCase names, absent properties for nulls. A reader takes every
/// version up to its own and ignores properties it does not know, so that old and new versions can run side by side.
/// </summary>
public static class EnvelopeJson
{
    public const int Version = 1;

    public static string Write(Envelope envelope) =>
        JsonSerializer.Serialize(new Stored(Version, envelope), EnvelopeContext.Default.Stored);

    /// <exception cref="FormatException">Not an envelope of a version that we know; the message says why.</exception>
    public static Envelope Read(string json)
    {
        try
        {
            var stored = JsonSerializer.Deserialize(json, EnvelopeContext.Default.Stored);
            return stored switch
            {
                { Version: > Version } => throw new FormatException($"Envelope version {stored.Version} is newer than {Version}: upgrade first."),
                { Version: > 0, Envelope: { Recipients.Count: > 0 } envelope } when !envelope.Recipients.Contains(null!) => envelope,
                _ => throw new FormatException("Not an envelope: no version or no recipients."),
            };
        }
        catch (JsonException e)
        {
            throw new FormatException($"Not an envelope: {e.Message}", e);
        }
    }

    internal sealed record Stored(int Version, Envelope Envelope);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    Converters = [typeof(QueueIdJsonConverter), typeof(MailAddressJsonConverter)])]
[JsonSerializable(typeof(EnvelopeJson.Stored))]
internal sealed partial class EnvelopeContext : JsonSerializerContext;

/// <summary>A queue id as its text.</summary>
public sealed class QueueIdJsonConverter : JsonConverter<QueueId>
{
    public override QueueId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        QueueId.TryParse(reader.GetString(), out var id) ? id : throw new JsonException("Not a queue id.");

    public override void Write(Utf8JsonWriter writer, QueueId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}

/// <summary>An address as its text.</summary>
public sealed class MailAddressJsonConverter : JsonConverter<MailAddress>
{
    public override MailAddress Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        MailAddressParser.TryParse(reader.GetString() ?? "", out var address, out var error) ? address : throw new JsonException(error);

    public override void Write(Utf8JsonWriter writer, MailAddress value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}

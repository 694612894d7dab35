using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Azure.Data.Tables;

namespace Mail.Azure;

/// <summary>
/// A row as a line of JSON, in the form of the table service's own protocol (OData): keys and columns as properties; a column whose type JSON does not have is a
/// string, with <c>NAME@odata.type</c> beside it. ETag and Timestamp are the storage's, and left out.
/// </summary>
internal static class TableRowJson
{
    private const string TypeSuffix = "@odata.type";
    private const string PartitionKey = "PartitionKey";
    private const string RowKey = "RowKey";

    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(TableEntity row)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, Readable))
        {
            writer.WriteStartObject();
            writer.WriteString(PartitionKey, row.PartitionKey);
            writer.WriteString(RowKey, row.RowKey);
            foreach (var (name, value) in row.Where(column => column.Value is not null && !IsOfTheStorage(column.Key)).OrderBy(column => column.Key, StringComparer.Ordinal))
            {
                Write(writer, name, value);
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <exception cref="FormatException">It is no row; the message says why.</exception>
    public static TableEntity Read(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            var row = json.RootElement;
            var entity = new TableEntity(row.GetProperty(PartitionKey).GetString(), row.GetProperty(RowKey).GetString());
            foreach (var column in row.EnumerateObject().Where(column => !IsOfTheStorage(column.Name) && !column.Name.EndsWith(TypeSuffix, StringComparison.Ordinal)))
            {
                entity[column.Name] = Value(column.Value, row.TryGetProperty(column.Name + TypeSuffix, out var type) ? type.GetString() : null);
            }

            return entity;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or OverflowException)
        {
            throw new FormatException($"This is not a row of a table ({e.Message}): {(line.Length > 80 ? line[..80] + "…" : line)}", e);
        }
    }

    private static void Write(Utf8JsonWriter writer, string name, object value)
    {
        switch (value)
        {
            case string text: writer.WriteString(name, text); break;
            case bool truth: writer.WriteBoolean(name, truth); break;
            case int number: writer.WriteNumber(name, number); break;
            case long number: Typed(writer, name, "Edm.Int64", number.ToString(CultureInfo.InvariantCulture)); break;
            case double number: Typed(writer, name, "Edm.Double", number.ToString("R", CultureInfo.InvariantCulture)); break;
            case DateTimeOffset time: Typed(writer, name, "Edm.DateTime", time.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture)); break;
            case DateTime time: Typed(writer, name, "Edm.DateTime", new DateTimeOffset(time.ToUniversalTime()).ToString("O", CultureInfo.InvariantCulture)); break;
            case Guid id: Typed(writer, name, "Edm.Guid", id.ToString()); break;
            case byte[] bytes: Typed(writer, name, "Edm.Binary", Convert.ToBase64String(bytes)); break;
            case BinaryData bytes: Typed(writer, name, "Edm.Binary", Convert.ToBase64String(bytes)); break;
            default: throw new NotSupportedException($"Column {name} is a {value.GetType()}, which tables do not have.");
        }
    }

    private static void Typed(Utf8JsonWriter writer, string name, string type, string value)
    {
        writer.WriteString(name + TypeSuffix, type);
        writer.WriteString(name, value);
    }

    private static object Value(JsonElement value, string? type) => type switch
    {
        null => value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.True or JsonValueKind.False => value.GetBoolean(),
            JsonValueKind.Number => value.GetInt32(),
            _ => throw new FormatException($"a column is a {value.ValueKind}"),
        },
        "Edm.Int64" => long.Parse(value.GetString()!, CultureInfo.InvariantCulture),
        "Edm.Double" => double.Parse(value.GetString()!, CultureInfo.InvariantCulture),
        "Edm.DateTime" => DateTimeOffset.Parse(value.GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
        "Edm.Guid" => Guid.Parse(value.GetString()!),
        "Edm.Binary" => Convert.FromBase64String(value.GetString()!),
        _ => throw new FormatException($"a column is of type {type}"),
    };

    private static bool IsOfTheStorage(string column) => column is PartitionKey or RowKey or "Timestamp" or "odata.etag";
}

using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Mail.Functions;

/// <summary>
/// The body of a call by the Functions host: <c>{"Data":{"&lt;binding&gt;":…},"Metadata":{…}}</c>. Published documentation and the host differ in how
/// values are written, so every form that was seen or documented is taken.
/// </summary>
internal static class InvocationRequest
{
    /// <summary>The real body nests four levels deep; a queue message is ours and has one.</summary>
    private static readonly JsonDocumentOptions Limits = new() { MaxDepth = 32 };

    /// <summary>A string, that string as JSON in a string, and that once more: what a host and a careless sender can add up to.</summary>
    private const int MaxLayers = 3;

    /// <param name="binding">The trigger's name in function.json.</param>
    /// <param name="error">What is wrong with the call, in words.</param>
    public static bool TryReadQueue(
        ReadOnlySpan<byte> body, string binding, [NotNullWhen(true)] out Trigger.Queue? trigger, [NotNullWhen(false)] out string? error)
    {
        trigger = null;
        if (!TryRead(body, binding, out var document, out var data, out error))
        {
            return false;
        }

        using (document)
        {
            trigger = new Trigger.Queue(ToPayload(data), ReadCount(document.RootElement, "DequeueCount") ?? ReadCount(document.RootElement, "DeliveryCount"));
            return true;
        }
    }

    /// <summary>As <see cref="TryReadQueue"/>; a schedule that cannot be read is taken as none.</summary>
    public static bool TryReadTimer(
        ReadOnlySpan<byte> body, string binding, [NotNullWhen(true)] out Trigger.Timer? trigger, [NotNullWhen(false)] out string? error)
    {
        trigger = null;
        if (!TryRead(body, binding, out var document, out var data, out error))
        {
            return false;
        }

        using (document)
        {
            var isPastDue = data.ValueKind == JsonValueKind.Object
                && data.TryGetProperty("IsPastDue", out var pastDue)
                && pastDue.ValueKind == JsonValueKind.True;
            var status = data.ValueKind == JsonValueKind.Object
                && data.TryGetProperty("ScheduleStatus", out var schedule)
                && schedule.ValueKind == JsonValueKind.Object
                    ? ScheduleStatus.TryParse(schedule.GetRawText())
                    : null;
            trigger = new Trigger.Timer(isPastDue, status);
            return true;
        }
    }

    private static bool TryRead(
        ReadOnlySpan<byte> body, string binding, [NotNullWhen(true)] out JsonDocument? document, out JsonElement data, [NotNullWhen(false)] out string? error)
    {
        document = null;
        data = default;
        try
        {
            var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = Limits.MaxDepth });
            document = JsonDocument.ParseValue(ref reader);
        }
        catch (JsonException e)
        {
            error = $"the body is not JSON: {e.Message}";
            return false;
        }

        var hasData = document.RootElement.ValueKind == JsonValueKind.Object
            && document.RootElement.TryGetProperty("Data", out var all)
            && all.ValueKind == JsonValueKind.Object
            && all.TryGetProperty(binding, out data);
        error = hasData ? null : $"the body has no Data.{binding}";
        if (!hasData)
        {
            document.Dispose();
            document = null;
        }

        return hasData;
    }

    /// <summary>The message text behind its layers: an object as it is, text in JSON strings, base 64 of text.</summary>
    private static string ToPayload(JsonElement data)
    {
        if (data.ValueKind != JsonValueKind.String)
        {
            return data.GetRawText();
        }

        var text = data.GetString() ?? "";
        for (var layer = 1; layer < MaxLayers && text.StartsWith('"'); layer++)
        {
            if (!TryUnquote(text, out var inner))
            {
                break;
            }

            text = inner;
        }

        return TryFromBase64(text, out var decoded) ? decoded : text;
    }

    private static bool TryUnquote(string text, [NotNullWhen(true)] out string? inner)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Limits);
            inner = document.RootElement.ValueKind == JsonValueKind.String ? document.RootElement.GetString() : null;
        }
        catch (JsonException)
        {
            // A text that happens to begin with a quotation mark.
            inner = null;
        }

        return inner is not null;
    }

    /// <summary>Only when it decodes to a JSON object, which all our messages are: ordinary words are base 64 too.</summary>
    private static bool TryFromBase64(string text, [NotNullWhen(true)] out string? decoded)
    {
        decoded = null;
        if (text.Length < 4 || text[0] == '{' || !Base64.IsValid(text))
        {
            return false;
        }

        var bytes = Convert.FromBase64String(text);
        decoded = bytes is [(byte)'{', ..] ? Encoding.UTF8.GetString(bytes) : null;
        return decoded is not null;
    }

    /// <summary>A number, or a number in a string. <c>null</c> when it is absent (a call by hand) or no count.</summary>
    private static int? ReadCount(JsonElement root, string name)
    {
        if (!root.TryGetProperty("Metadata", out var metadata)
            || metadata.ValueKind != JsonValueKind.Object
            || !metadata.TryGetProperty(name, out var value))
        {
            return null;
        }

        var text = value.ValueKind == JsonValueKind.String ? (value.GetString() ?? "").Trim('"') : value.GetRawText();
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0 ? count : null;
    }
}

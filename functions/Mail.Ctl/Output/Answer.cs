using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Mail.Ctl;

/// <summary>The answer of a verb, on standard output: JSON when asked for, otherwise text for people.</summary>
internal sealed class Answer(CtlConsole console, bool json)
{
    // Readable addresses and names; control characters are escaped by every encoder. The output is no web page.
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public bool IsJson => json;

    /// <param name="type">Called for JSON only: what it is made of costs more than most texts.</param>
    /// <param name="text">Writes the same for people; not called for JSON.</param>
    public void Write<T>(T value, Func<CtlJson, JsonTypeInfo<T>> type, Action<TextAnswer> text)
    {
        if (!json)
        {
            text(new TextAnswer(console));
            return;
        }

        console.Out.Flush();
        using (var writer = new Utf8JsonWriter(console.OutBytes, Indented))
        {
            JsonSerializer.Serialize(writer, value, type(CtlJson.Default));
        }

        console.OutBytes.Write("\n"u8);
        console.OutBytes.Flush();
    }
}

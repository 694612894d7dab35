using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Mail.Ctl;

/// <summary>A file of figures that take the place of those that are built in.</summary>
internal static class CostFile
{
    /// <param name="what">As an error names it: <c>list of prices</c>.</param>
    /// <param name="show">The option that prints one.</param>
    /// <exception cref="IOException">It cannot be read; the message says why.</exception>
    public static T Read<T>(string file, JsonTypeInfo<T> type, string what, string show)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(file), type) ?? throw new JsonException("it is empty");
        }
        catch (JsonException e)
        {
            throw new IOException($"{file} is not a {what}: {e.Message}. mailctl cost {show} prints one.", e);
        }
    }
}

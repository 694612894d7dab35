using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mail.Core;

/// <summary>What the queue <c>fetch</c> carries: an account to visit.</summary>
/// <param name="Account">See <see cref="RemoteAccountKey.ToString"/>.</param>
/// <param name="Until">From then on another pointer is on its way, and this one is void; <c>null</c> for one that an operator has sent.</param>
public sealed record FetchPointer(string Account, DateTimeOffset? Until)
{
    public string ToJson() => JsonSerializer.Serialize(this, FetchPointerContext.Default.FetchPointer);

    /// <summary>Reads what <see cref="ToJson"/> writes; unknown properties are ignored.</summary>
    public static bool TryParse(string json, [NotNullWhen(true)] out FetchPointer? pointer, [NotNullWhen(true)] out RemoteAccountKey? key)
    {
        (pointer, key) = (null, null);
        try
        {
            if (JsonSerializer.Deserialize(json, FetchPointerContext.Default.FetchPointer) is { Account: { } account } read
                && RemoteAccountKey.TryParse(account, out key))
            {
                pointer = read;
            }
        }
        catch (JsonException)
        {
            // Not JSON: the caller sees that there is no pointer.
        }

        return pointer is not null && key is not null;
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(FetchPointer))]
internal sealed partial class FetchPointerContext : JsonSerializerContext;

using System.Globalization;
using System.Text.Json;

namespace Mail.Transport;

/// <summary>What a token endpoint says (RFC 6749 §5). What has another type than it should, or cannot be used, counts as not there.</summary>
internal sealed record TokenAnswer
{
    private const int MaxError = 64;

    private static readonly TokenAnswer Nothing = new();

    public string? AccessToken { get; private init; }

    public string? RefreshToken { get; private init; }

    /// <summary>More than nothing; <c>null</c> when it is not said: RFC 6749 §5.1 only recommends it.</summary>
    public TimeSpan? Life { get; private init; }

    /// <summary>One word for programs (RFC 6749 §5.2). The rest of an answer is not told to anybody.</summary>
    public string? Error { get; private init; }

    public static TokenAnswer Read(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 16 });
            return document.RootElement.ValueKind == JsonValueKind.Object ? Read(document.RootElement) : Nothing;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The latter for texts that are no UTF-8, or have half a surrogate pair, which are found only when they are read.
            return Nothing;
        }
    }

    /// <summary>Says nothing of the tokens.</summary>
    public override string ToString() => Error ?? "";

    private static TokenAnswer Read(JsonElement root) => new()
    {
        AccessToken = Text(root, "access_token") is { Length: > 0 } token && IsToken(token) ? token : null,
        RefreshToken = Text(root, "refresh_token") is { Length: > 0 } next ? next : null,
        Life = LifeOf(root) is > 0 and var seconds ? TimeSpan.FromSeconds(seconds) : null,
        Error = Text(root, "error") is { Length: > 0 and <= MaxError } error && error.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') ? error : null,
    };

    // RFC 6750 §2.1: it goes into a command, so nothing but what can stand there.
    private static bool IsToken(string text) => !text.AsSpan().ContainsAnyExceptInRange('!', '~');

    // A number; the first version of Microsoft's endpoint writes it as a text.
    private static int LifeOf(JsonElement root) =>
        root.TryGetProperty("expires_in", out var value)
        && int.TryParse(value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? seconds
            : 0;

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

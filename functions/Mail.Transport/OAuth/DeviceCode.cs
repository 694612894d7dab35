using System.Globalization;
using System.Text.Json;

namespace Mail.Transport;

/// <summary>A code to type elsewhere (RFC 8628 §3.2).</summary>
/// <param name="Page">Where it is typed; https.</param>
/// <param name="UserCode">What is typed: at most 64 printable characters.</param>
/// <param name="Secret">What we ask with.</param>
public sealed record DeviceCode(Uri Page, string UserCode, string Secret, TimeSpan Life, TimeSpan Interval)
{
    private const int MaxUserCode = 64;

    // §3.2: "If no value is provided, clients MUST use 5 as the default."
    private const int DefaultInterval = 5;

    // Microsoft's live for 15 minutes; longer nobody sits there.
    private const int MaxLife = 30 * 60;

    /// <returns><c>null</c> when something is missing, or of no use.</returns>
    internal static DeviceCode? Read(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 16 });
            return document.RootElement.ValueKind == JsonValueKind.Object ? Read(document.RootElement) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The latter for texts that are no UTF-8, which are found only when they are read.
            return null;
        }
    }

    /// <summary>Says nothing of what we ask with.</summary>
    public override string ToString() => UserCode;

    private static DeviceCode? Read(JsonElement root)
    {
        // Google wrote verification_url before there was a standard.
        var page = Text(root, "verification_uri") ?? Text(root, "verification_url");
        return Uri.TryCreate(page, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps
            && Text(root, "user_code") is { Length: > 0 and <= MaxUserCode } user && !user.AsSpan().ContainsAnyExceptInRange(' ', '~')
            && Text(root, "device_code") is { Length: > 0 } secret
            ? new DeviceCode(
                url, user, secret,
                TimeSpan.FromSeconds(Math.Clamp(Number(root, "expires_in") ?? MaxLife, 1, MaxLife)),
                TimeSpan.FromSeconds(Math.Clamp(Number(root, "interval") ?? DefaultInterval, 1, 60)))
            : null;
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static int? Number(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Number or JsonValueKind.String
        && int.TryParse(value.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

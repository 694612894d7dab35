using System.Text.Json;
using Mail.Core;

namespace Mail.Scanning;

/// <summary>What of rspamd's answer is used.</summary>
/// <param name="Action">Its word for what to do: <c>no action</c>, <c>greylist</c>, <c>add header</c>, <c>rewrite subject</c>, <c>soft reject</c>, <c>reject</c>.</param>
/// <param name="Score">Points; below 0 for good mail.</param>
/// <param name="Required">Points from which on it would reject; 0 when it did not say.</param>
/// <param name="Symbols">Names of the rules that matched, those that weigh most first.</param>
internal sealed record RspamdResult(string Action, double Score, double Required, IReadOnlyList<string> Symbols)
{
    /// <summary>Octets of an answer; usual ones have 5 KiB, with a hundred symbols 50 KiB.</summary>
    private const int MaxAnswer = 1024 * 1024;

    /// <summary>Symbols that are kept. Messages have ten to forty.</summary>
    private const int MaxSymbols = 64;

    private const int MaxSymbolLength = 64;

    public static async Task<(RspamdResult? Result, string Problem)> ReadAsync(int status, Stream body, CancellationToken cancellationToken)
    {
        var octets = new byte[8 * 1024];
        var length = 0;
        while (await body.ReadAsync(octets.AsMemory(length), cancellationToken) is > 0 and var read)
        {
            length += read;
            if (length > MaxAnswer)
            {
                return (null, "its answer is larger than 1 MiB");
            }

            if (length == octets.Length)
            {
                Array.Resize(ref octets, 2 * length);
            }
        }

        return Parse(status, octets.AsMemory(0, length));
    }

    /// <returns>A result, or the problem in words.</returns>
    public static (RspamdResult? Result, string Problem) Parse(int status, ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 16 });
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                return (null, $"it answered {status} and no object");
            }

            return status == 200 && Text(root, "action") is { } action && Number(root, "score") is { } score
                ? (new RspamdResult(ScanText.Clean(action), score, Math.Max(0, Number(root, "required_score") ?? 0), SymbolsOf(root)), "")
                : (null, $"it answered {status}: {ScanText.Clean(Text(root, "error") ?? "no action")}");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a text that is no Unicode.
            return (null, $"it answered {status} and no JSON");
        }
    }

    private static List<string> SymbolsOf(JsonElement root)
    {
        if (!root.TryGetProperty("symbols", out var symbols) || symbols.ValueKind != JsonValueKind.Object)
        {
            return [];
        }

        return
        [
            .. symbols.EnumerateObject()
                .Where(symbol => IsName(symbol.Name))
                .Select(symbol => (symbol.Name, Weight: Math.Abs(Number(symbol.Value, "score") ?? 0)))
                .OrderByDescending(symbol => symbol.Weight)
                .ThenBy(symbol => symbol.Name, StringComparer.Ordinal)
                .Take(MaxSymbols)
                .Select(symbol => symbol.Name),
        ];
    }

    private static bool IsName(string name) => name.Length is > 0 and <= MaxSymbolLength && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.');

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static double? Number(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
        && value.TryGetDouble(out var number) && double.IsFinite(number) ? number : null;
}

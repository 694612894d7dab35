using System.Globalization;
using System.Text;
using System.Text.Json;
using Azure.Data.Tables;

namespace Mail.Azure;

/// <summary>
/// A string column holds 64 KiB of UTF-16, 32 Ki characters. Longer text goes on in columns <c>Name2</c>, <c>Name3</c> …; text that is only
/// shown is cut instead.
/// </summary>
internal static class LongText
{
    private const int MaxColumn = 32 * 1024;

    public static string Cut(string text, int length = MaxColumn) =>
        text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];

    public static void Set(TableEntity row, string column, string text)
    {
        row[column] = "";
        for (var (part, at) = (1, 0); at < text.Length; part++)
        {
            var piece = Cut(text[at..]);
            row[Column(column, part)] = piece;
            at += piece.Length;
        }
    }

    /// <summary>Empty when there is no such column.</summary>
    public static string Get(TableEntity row, string column)
    {
        var text = new StringBuilder();
        for (var part = 1; row.TryGetValue(Column(column, part), out var piece) && piece is string { Length: > 0 } some; part++)
        {
            text.Append(some);
        }

        return text.ToString();
    }

    public static void SetList(TableEntity row, string column, IReadOnlyList<string> items) =>
        Set(row, column, items.Count == 0 ? "" : JsonSerializer.Serialize(items, TextJson.Default.IReadOnlyListString));

    /// <summary>A list as <see cref="SetList"/> writes it. Anything else, which only a hand can have put there, is one item.</summary>
    public static IReadOnlyList<string> GetList(TableEntity row, string column)
    {
        var text = Get(row, column);
        try
        {
            return text.Length == 0 ? [] : JsonSerializer.Deserialize(text, TextJson.Default.IReadOnlyListString) ?? [];
        }
        catch (JsonException)
        {
            return [text];
        }
    }

    private static string Column(string column, int part) =>
        part == 1 ? column : string.Create(CultureInfo.InvariantCulture, $"{column}{part}");
}

using System.Text;
using System.Text.RegularExpressions;
using Mail.Sieve;
using MimeKit;
using MessagePart = Mail.Sieve.MessagePart;

namespace Mail.Processing;

/// <summary>
/// All names that a part may be saved under. Mail programs differ in which parameter they take, and in what they make of broken ones, so each counts: those
/// that RFC 2231 and RFC 2047 give, and those that stand there.
/// </summary>
internal static partial class AttachmentNames
{
    /// <summary>Names of one part; fields have one each.</summary>
    private const int MaxNames = 32;

    /// <summary>Characters of a field that are looked at. Names that are broken up by RFC 2231 stay below 1,000.</summary>
    private const int MaxField = 16 * 1024;

    public static IReadOnlyList<string> Of(MessagePart part)
    {
        var names = new List<string>();
        foreach (var value in part.Fields("Content-Disposition").Take(4).Select(Value))
        {
            _ = ContentDisposition.TryParse(Encoding.UTF8.GetBytes(value), out var disposition);
            names.AddRange(Named(disposition?.Parameters));
            names.AddRange(Written(value));
        }

        foreach (var value in part.Fields("Content-Type").Take(4).Select(Value))
        {
            _ = ContentType.TryParse(Encoding.UTF8.GetBytes(value), out var type);
            names.AddRange(Named(type?.Parameters));
            names.AddRange(Written(value));
        }

        return [.. names.Where(name => name.Length > 0).Distinct(StringComparer.Ordinal).Take(MaxNames)];
    }

    private static string Value(HeaderField field) => field.RawValue.Length <= MaxField ? field.RawValue : field.RawValue[..MaxField];

    private static IEnumerable<string> Named(ParameterList? parameters) =>
        (parameters ?? Enumerable.Empty<Parameter>()).Where(parameter => parameter.Name.ToUpperInvariant() is "NAME" or "FILENAME").Select(parameter => parameter.Value);

    private static IEnumerable<string> Written(string value) => WrittenName().Matches(value).Take(MaxNames).Select(match => Unescape(match.Groups["value"].Value));

    private static string Unescape(string value)
    {
        // RFC 2231 §4: charset'language'octets in per cent.
        var quote = value.LastIndexOf('\'');
        return value.Contains('%') ? Uri.UnescapeDataString(value[(quote + 1)..]) : value;
    }

    // name=x, name="x", filename*=utf-8''x, filename*1="x" and what is near to them.
    [GeneratedRegex("""name[*0-9]*[ \t]*=[ \t]*("(?<value>[^"]*)|(?<value>[^;"\s]+))""", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex WrittenName();
}

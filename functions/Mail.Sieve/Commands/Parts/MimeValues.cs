using System.Text;
using MimeKit;

namespace Mail.Sieve;

/// <summary>Takes apart the fields that RFC 2045 and RFC 2183 give a structure.</summary>
internal static class MimeValues
{
    /// <summary>The values that a test compares; none of a field that cannot be read.</summary>
    /// <param name="parameters">Of <see cref="MimeOption.Param"/>, the names.</param>
    public static IEnumerable<string> Of(HeaderField field, MimeOption option, string[] parameters) => option switch
    {
        MimeOption.None => [field.Value],
        MimeOption.Param => Parameters(field, parameters),
        _ when field.Name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase) => OfType(MediaType.Parse(field.RawValue), option),
        _ when field.Name.Equals("Content-Disposition", StringComparison.OrdinalIgnoreCase) => [option is MimeOption.Subtype ? "" : Disposition(field)],
        // RFC 5703 §4.1: other fields have a blank string.
        _ => [""],
    };

    private static IEnumerable<string> OfType(MediaType type, MimeOption option) => (type, option) switch
    {
        ({ Type: "" }, _) => [],
        (_, MimeOption.Type) => [type.Type],
        (_, MimeOption.Subtype) => [type.Subtype],
        _ => [$"{type.Type}/{type.Subtype}"],
    };

    private static string Disposition(HeaderField field) => field.RawValue.Split(';')[0].Trim(' ', '\t');

    /// <summary>Joined and decoded as RFC 2231 has it, or from encoded words as many senders do.</summary>
    private static IEnumerable<string> Parameters(HeaderField field, string[] names)
    {
        // The value before the parameters does not matter, so that they can be read alike from every field.
        var semicolon = field.RawValue.IndexOf(';', StringComparison.Ordinal);
        if (semicolon < 0 || !ContentDisposition.TryParse(Encoding.UTF8.GetBytes("x" + field.RawValue[semicolon..]), out var read))
        {
            return [];
        }

        return read.Parameters
            .Where(parameter => names.Contains(parameter.Name, StringComparer.OrdinalIgnoreCase))
            .Select(parameter => parameter.Value);
    }
}

using System.Text;
using System.Text.RegularExpressions;
using Mail.Core;

namespace Mail.Authentication;

/// <summary>A list <c>name=value; name=value</c>: RFC 6376 §3.2. Names are told apart by case.</summary>
internal sealed partial class TagList
{
    /// <summary>Characters. Signatures have at most 2 KiB, most of it names of fields; keys and policies less.</summary>
    public const int MaxLength = 16 * 1024;

    private readonly Dictionary<string, string> _values = [];

    private TagList()
    {
    }

    /// <summary>The name of the first tag.</summary>
    public string? First { get; private set; }

    /// <summary>Without white space around it, folded as it came; <c>null</c> when the tag is not there.</summary>
    public string? this[string name] => _values.GetValueOrDefault(name);

    /// <summary><c>null</c> when it breaks the grammar, names a tag twice, or is too long.</summary>
    /// <param name="isLenient">Stray semicolons do no harm: for records that people write by hand.</param>
    public static TagList? Parse(string text, bool isLenient = false)
    {
        if (text.Length > MaxLength)
        {
            return null;
        }

        var list = new TagList();
        var tags = text.Split(';');
        for (var i = 0; i < tags.Length; i++)
        {
            var tag = tags[i].Trim(' ', '\t', '\r', '\n');
            // The list may end with a semicolon.
            var isSkipped = tag.Length == 0 && (isLenient || (i > 0 && i == tags.Length - 1));
            if (!isSkipped && !list.Add(tag))
            {
                return null;
            }
        }

        return list;
    }

    public static TagList? Parse(RawField field) => field.Octets.Length > MaxLength ? null : Parse(Encoding.UTF8.GetString(field.Value.Span));

    private bool Add(string tag)
    {
        var match = Form().Match(tag);
        First ??= match.Groups["name"].Value;
        return match.Success && _values.TryAdd(match.Groups["name"].Value, match.Groups["value"].Value.TrimStart(' ', '\t', '\r', '\n'));
    }

    // Octets beyond ASCII: RFC 8616 §5. White space behind the sign belongs to the value here: if it could stand in two places, a field of 16 KiB of it would
    // take a second.
    [GeneratedRegex(@"\A(?<name>[A-Za-z][A-Za-z0-9_]*)[ \t\r\n]*=(?<value>[\t\r\n -:<-~\u0080-\uFFFF]*)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}

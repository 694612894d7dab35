using System.Text.RegularExpressions;
using Mail.Core;

namespace Mail.Transport;

/// <summary>A reply of a server, read within limits and made harmless (RFC 5321 §4.2).</summary>
/// <param name="Lines">The texts of the lines, without codes and control characters; those beyond the limits are dropped.</param>
internal sealed partial record SmtpReply(int Code, IReadOnlyList<string> Lines)
{
    private const int MaxText = 1000;

    public bool IsPositive => Code / 100 == 2;

    public bool IsPermanent => Code / 100 == 5;

    /// <summary>All lines in one. The enhanced status code, which stands on each (RFC 2034 §4), is kept from the first.</summary>
    public string Text
    {
        get
        {
            var code = Lines.Count > 0 ? EnhancedCode().Match(Lines[0]).Value : "";
            var text = string.Join(' ', Lines.Select((line, i) => i > 0 && code.Length > 0 && line.StartsWith(code + " ", StringComparison.Ordinal) ? line[(code.Length + 1)..] : line));
            return text.Length <= MaxText ? text
                // Not between the halves of a character: a table would not take it as it is.
                : text[..(char.IsHighSurrogate(text[MaxText - 1]) ? MaxText - 1 : MaxText)];
        }
    }

    /// <summary>RFC 2034 §4: at the beginning of the text, and of the same class as the code; otherwise what the code alone says (RFC 3463 §2).</summary>
    public string Status =>
        Lines.Count > 0 && EnhancedCode().Match(Lines[0]) is { Success: true } match && match.Value[0] == Code.ToString(System.Globalization.CultureInfo.InvariantCulture)[0]
            ? match.Value
            : IsPositive ? "2.0.0" : IsPermanent ? "5.0.0" : "4.0.0";

    public RemoteReply ToRemote(string host) => new(Code, Text, host);

    [GeneratedRegex(@"^[245]\.\d{1,3}\.\d{1,3}(?= |$)")]
    private static partial Regex EnhancedCode();
}

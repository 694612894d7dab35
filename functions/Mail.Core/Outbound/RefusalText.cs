using System.Text.RegularExpressions;

namespace Mail.Core;

/// <summary>What a transport of kind error says, read as Postfix's <c>error(8)</c> does: <c>5.1.1 no such user</c>, or words alone.</summary>
/// <param name="Status">RFC 3463, always permanent: 5.0.0 where the text has no code. One that is not of class 5 is left out, as <c>bounce(8)</c> does.</param>
/// <param name="Text">The words, without the code.</param>
public sealed partial record RefusalText(string Status, string Text)
{
    private const string NoCode = "5.0.0";

    public static RefusalText Read(string text)
    {
        var code = Leading().Match(text);
        var words = (code.Success ? text[code.Length..] : text).Trim();
        return new(
            code.Success && code.ValueSpan[0] == '5' ? code.Value : NoCode,
            words.Length > 0 ? words : "mail is not sent there");
    }

    [GeneratedRegex(@"\A[245]\.[0-9]{1,3}\.[0-9]{1,3}(?=\s|\z)", RegexOptions.CultureInvariant)]
    private static partial Regex Leading();
}

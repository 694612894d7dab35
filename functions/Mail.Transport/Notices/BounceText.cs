using System.Text.RegularExpressions;
using Mail.Core;
using MimeKit;

namespace Mail.Transport;

/// <summary>Bounces for people only: whom they name, and the first status in the text. A hint, no more.</summary>
internal static partial class BounceText
{
    // The reason stands in the first lines, before the original.
    private const int MaxText = 32 * 1024;
    private const int MaxNamed = 20;

    public static string FindText(MimeEntity? body) => body switch
    {
        TextPart { IsPlain: true } text => Cut(text.Text),
        Multipart parts => parts.Select(FindText).FirstOrDefault(text => text.Length > 0) ?? "",
        _ => "",
    };

    /// <param name="failed">Exim's <c>X-Failed-Recipients</c>: addresses with commas between them.</param>
    public static IReadOnlyList<BouncedRecipient> Read(string? failed, string text)
    {
        var isQmail = text.StartsWith("Hi. This is the ", StringComparison.Ordinal);
        if (failed is null && !isQmail && !Undelivered().IsMatch(text))
        {
            return [];
        }

        var named = failed is null
            ? Named().Matches(text).Take(MaxNamed).Select(match => match.Groups[1].Value)
            : failed.Split(',').Take(MaxNamed);
        var status = EnhancedStatus.FirstIn(text) ?? (NoSuchUser().IsMatch(text) ? "5.1.1" : null);
        var diagnostic = BounceFields.Clean(Reply().Match(text).Value);
        return
        [
            .. named.Select(name => MailAddressParser.TryParse(name.Trim(), out var address, out _) ? address : null)
                .OfType<MailAddress>()
                .Distinct()
                // Guesswork never makes a hard bounce of several: one status would be said of all.
                .Select(address => new BouncedRecipient(address, BounceAction.Failed, status, IsHard: false, diagnostic)),
        ];
    }

    private static string Cut(string text) => text.Length > MaxText ? text[..MaxText] : text;

    [GeneratedRegex(
        "undeliver|could not be delivered|delivery (has )?failed|delivery failure|returned to sender|message that you sent could not",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Undelivered();

    [GeneratedRegex("no such (user|mailbox|address)|user unknown|unknown user|does not exist|mailbox unavailable", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex NoSuchUser();

    // An address alone on its line, as qmail (<joe@far.test>:) and Exim (  joe@far.test) have it.
    [GeneratedRegex(@"^[ \t]{0,8}<?([^\s<>@]{1,64}@[^\s<>@:]{1,255})>?:?[ \t]*\r?$", RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Named();

    [GeneratedRegex(@"\b[45][0-9]{2}[ -][^\r\n]{1,300}", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Reply();
}

namespace Mail.Core;

/// <summary>One rule about who may send to us: a row of table <c>Access</c>.</summary>
public sealed record AccessRule
{
    /// <summary>Of a reply line's 512 octets (RFC 5321 §4.5.3.1.5) what is left beside code, enhanced status and CRLF, generously.</summary>
    public const int MaxText = 400;

    /// <summary>Of one mark.</summary>
    public const int MaxTag = 64;

    public required AccessPattern Pattern { get; init; }

    public required AccessAction Action { get; init; }

    /// <summary>For REJECT and DEFER what the client is told, empty for the usual words; for TAG the mark, never empty.</summary>
    public string Text { get; init; } = "";

    public bool Enabled { get; init; } = true;

    public string? Comment { get; init; }

    /// <summary>From when on the rule does not hold any more; <c>null</c> for never.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>What is wrong with action and text, in words; <c>null</c> when nothing is.</summary>
    public static string? Problem(AccessAction action, string text) => action switch
    {
        AccessAction.Tag when text.Length is 0 or > MaxTag => $"TAG needs a text of 1 to {MaxTag} characters: the mark",
        _ when text.Length > MaxText => $"the text has at most {MaxText} characters",
        _ when text.Any(char.IsControl) => "the text has a control character",
        _ => null,
    };

    public bool HoldsAt(DateTimeOffset now) => Enabled && (Expires is null || now < Expires);
}

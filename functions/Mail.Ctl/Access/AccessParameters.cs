using System.CommandLine;
using System.Globalization;
using System.Net;
using Mail.Core;

namespace Mail.Ctl;

/// <summary>Arguments and options of the verbs about access.</summary>
internal static class AccessParameters
{
    public static Argument<AccessKind> Kind() => new("KIND")
    {
        Description = "What it looks at: " + string.Join(", ", AccessKinds.All.Select(AccessKinds.Name)) + ".",
        CustomParser = result => AccessKinds.TryParse(result.Tokens[0].Value, out var kind)
            ? kind
            : Parameters.Refuse<AccessKind>(
                result, $"'{result.Tokens[0].Value}' is none of {string.Join(", ", AccessKinds.All.Select(AccessKinds.Name))}."),
    };

    public static Argument<string> Pattern() => new("PATTERN")
    {
        Description = "For example 192.0.2.0/24, mail.shop.test, .shop.test, news@shop.test, @shop.test, '<>'.",
    };

    public static Option<string?> For() => Parameters.Text("--for", "Only for mail to this recipient: an address, @domain or domain.", "RECIPIENT");

    public static Option<MailAddress?> Address(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "ADDRESS",
        CustomParser = result => MailAddressParser.TryParse(result.Tokens[0].Value, out var address, out var error)
            ? address
            : Parameters.Refuse<MailAddress>(result, $"'{result.Tokens[0].Value}' is not an address: {error}."),
    };

    public static Option<IPAddress?> Client() => new("--client")
    {
        Description = "The client's address.",
        HelpName = "ADDRESS",
        CustomParser = result => AccessPattern.TryParse(AccessKind.Client, result.Tokens[0].Value, out var pattern, out _)
            && IPAddress.TryParse(pattern.Text, out var address)
                ? address
                : Parameters.Refuse<IPAddress>(result, $"'{result.Tokens[0].Value}' is not an IP address."),
    };

    /// <summary>A time from now, or a date.</summary>
    /// <param name="direction">1 for the future, -1 for the past.</param>
    public static Option<DateTimeOffset?> Moment(string name, string description, TimeProvider time, int direction) => new(name)
    {
        Description = description,
        HelpName = "TIME",
        CustomParser = result => Read(result.Tokens[0].Value, time.GetUtcNow(), direction)
            ?? Parameters.Refuse<DateTimeOffset?>(result, $"'{result.Tokens[0].Value}' is neither a time such as 12h or 30d nor a date such as 2026-12-31."),
    };

    /// <summary>The pattern of the command line, or what is wrong with it.</summary>
    public static (AccessPattern? Pattern, string? Error) PatternOf(AccessKind kind, string text, string? forWhom) =>
        forWhom is not null && kind == AccessKind.Recipient
            ? (null, "--for goes with every kind but recipient.")
            : AccessPattern.TryParse(kind, forWhom is null ? text : $"{text} for {forWhom}", out var pattern, out var error)
                ? (pattern, null)
                : (null, $"'{text}' is no pattern for {AccessKinds.Name(kind)}: {error}.");

    private static DateTimeOffset? Read(string text, DateTimeOffset now, int direction) =>
        SettingText.TryTime(text, TimeSpan.Zero, TimeSpan.FromDays(3660), out var span) ? now + (span * direction)
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment
        : null;
}

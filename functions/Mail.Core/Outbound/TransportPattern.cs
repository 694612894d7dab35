using System.Diagnostics.CodeAnalysis;

namespace Mail.Core;

/// <summary>For whom a transport is: the text in <see cref="Transport.Pattern"/>.</summary>
public static class TransportPattern
{
    /// <summary>Before a pattern that is for senders.</summary>
    public const string Sender = "from:";

    /// <summary>Whoever no other row is for.</summary>
    public const string Everybody = "*";

    /// <summary>Bounces have no sender.</summary>
    private const string NullSender = "<>";

    /// <summary>Brings what people type into the one form that is looked up: lower case, A-labels.</summary>
    /// <param name="error">What was expected; <c>null</c> on success.</param>
    public static bool TryNormalize(string text, [NotNullWhen(true)] out string? pattern, [NotNullWhen(false)] out string? error)
    {
        var trimmed = text.Trim();
        var isSender = trimmed.StartsWith(Sender, StringComparison.OrdinalIgnoreCase);
        pattern = Normal(isSender ? trimmed[Sender.Length..].Trim() : trimmed, isSender);
        error = pattern is null ? "expected an address, a domain, .domain for those below it, * for everybody, or from: before one of these" : null;
        pattern = pattern is not null && isSender ? Sender + pattern : pattern;
        return pattern is not null;
    }

    /// <summary>The patterns that fit an address, the closest first.</summary>
    public static IEnumerable<string> For(MailAddress address)
    {
        yield return Key(address);
        yield return address.Domain;
        for (var dot = address.Domain.IndexOf('.', StringComparison.Ordinal); dot >= 0 && !address.IsAddressLiteral; dot = address.Domain.IndexOf('.', dot + 1))
        {
            yield return address.Domain[dot..];
        }
    }

    /// <summary>As <see cref="For"/>, for a sender; <c>null</c> is the null reverse-path.</summary>
    public static IEnumerable<string> ForSender(MailAddress? sender) =>
        (sender is null ? [NullSender] : For(sender)).Append(Everybody).Select(pattern => Sender + pattern);

    private static string? Normal(string text, bool isSender) => text switch
    {
        Everybody => text,
        NullSender => isSender ? text : null,
        ['.', .. var parent] => MailAddressParser.TryParseDomain(parent, out var domain, out _) && domain[0] != '[' ? "." + domain : null,
        _ when MailAddressParser.TryParse(text, out var address, out _) => Key(address),
        _ => MailAddressParser.TryParseDomain(text.TrimStart('@'), out var domain, out _) ? domain : null,
    };

    private static string Key(MailAddress address) => address.ToString().ToLowerInvariant();
}

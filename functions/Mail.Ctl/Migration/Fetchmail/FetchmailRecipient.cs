using Mail.Core;

namespace Mail.Ctl;

/// <summary>For whom the mail of an entry of a fetchmailrc is.</summary>
/// <param name="Target">The account here; of several people's mail, the one who gets what is for nobody else.</param>
/// <param name="Field">Of several people's mail: where the provider says for whom a message came; <c>null</c>: all of it is for the target.</param>
/// <param name="Problem">Why it cannot be told; <c>null</c> when it can.</param>
internal readonly record struct FetchmailRecipient(MailAddress? Target, string? Field, string? Problem)
{
    /// <summary>Those that a provider writes itself, and not whoever sent the message.</summary>
    private static readonly string[] Fields = ["Delivered-To", "X-Original-To", "Envelope-To"];

    /// <param name="remarks">Gets what is not as it was.</param>
    public static FetchmailRecipient Read(FetchmailSection user, string? domain, MailAddress? fallback, List<string> remarks)
    {
        var names = user.LocalNames;
        var isMultidrop = names.Count > 1 || names.Any(name => name is "*" || name.Contains('=', StringComparison.Ordinal));
        return isMultidrop ? OfMany(user, names, domain, fallback, remarks) : OfOne(names is [var only] ? only : null, domain, fallback);
    }

    private static FetchmailRecipient OfOne(string? name, string? domain, MailAddress? fallback)
    {
        if (name is null)
        {
            return fallback is null ? new(null, null, "it does not say for whom here: give --target") : new(fallback, null, null);
        }

        return TryAddress(name, domain, out var address, out var problem) ? new(address, null, null) : new(null, null, problem);
    }

    private static FetchmailRecipient OfMany(
        FetchmailSection user, IReadOnlyList<string> names, string? domain, MailAddress? fallback, List<string> remarks)
    {
        var said = user.Word("envelope");
        if (Fields.FirstOrDefault(field => field.Equals(said, StringComparison.OrdinalIgnoreCase)) is not { } known)
        {
            return new(
                null, null,
                $"mail for several people is told apart by {string.Join(", ", Fields)} only, and not by {(said is null or "no" ? "To and Cc" : said)}; see docs/fetching.md");
        }

        if (user.Words("envelope") is [_, _])
        {
            remarks.Add($"the first {known} counts, none is skipped");
        }

        foreach (var name in names.Where(name => name.Contains('=', StringComparison.Ordinal)))
        {
            remarks.Add($"for {name.Replace("=", " → ", StringComparison.Ordinal)}: mailctl alias add");
        }

        var first = fallback ?? (names.FirstOrDefault(name => name != "*" && !name.Contains('=', StringComparison.Ordinal)) is { } local
            && TryAddress(local, domain, out var address, out _) ? address : null);
        return first is null ? new(null, null, "it does not say who gets what is for nobody: give --target") : new(first, known, null);
    }

    private static bool TryAddress(string name, string? domain, out MailAddress? address, out string? problem)
    {
        if (!name.Contains('@', StringComparison.Ordinal) && domain is null)
        {
            (address, problem) = (null, $"'{name}' has no domain: give --domain");
            return false;
        }

        var isRead = MailAddressParser.TryParse(name.Contains('@', StringComparison.Ordinal) ? name : $"{name}@{domain}", out address, out var wrong);
        problem = isRead ? null : $"'{name}': {wrong}";
        return isRead;
    }
}

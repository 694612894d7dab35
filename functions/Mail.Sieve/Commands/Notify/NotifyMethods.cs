namespace Mail.Sieve;

/// <summary>The URIs that <c>notify</c> takes: of a scheme that the options allow, and well-formed (RFC 5435 §3.2).</summary>
internal static class NotifyMethods
{
    /// <returns>What is wrong with the URI; <c>null</c> if nothing is.</returns>
    public static string? Problem(string uri, SieveOptions options)
    {
        var colon = uri.IndexOf(':', StringComparison.Ordinal);
        var scheme = colon < 0 ? "" : uri[..colon].ToLowerInvariant();
        if (!options.NotifyMethods.Contains(scheme))
        {
            return $"expected a URI of {string.Join(", ", options.NotifyMethods.Select(m => m + ":"))}";
        }

        if (scheme == MailtoUri.Scheme)
        {
            return MailtoUri.TryParse(uri, out _, out var error) ? null : error;
        }

        // Whom it may reach is checked where it is used, with what the DNS says then.
        return UriText.Decode(uri) is not null && Uri.TryCreate(uri, UriKind.Absolute, out var absolute) && absolute.Host.Length > 0 && absolute.UserInfo.Length == 0
            ? null
            : $"expected a well-formed {scheme}: URI with a host and without a user name";
    }
}

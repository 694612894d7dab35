namespace Mail.Sieve;

/// <summary>The URIs that <c>notify</c> takes: of a scheme that the options allow, and well-formed (RFC 5435 §3.2).</summary>
internal static class NotifyMethods
{
    /// <summary>In lower case; empty if there is none.</summary>
    public static string Scheme(string uri)
    {
        var colon = uri.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? "" : uri[..colon].ToLowerInvariant();
    }

    public static bool HasScheme(string uri, SieveOptions options) => options.NotifyMethods.Contains(Scheme(uri));

    /// <returns>What is wrong with the URI; <c>null</c> if nothing is.</returns>
    public static string? Problem(string uri, SieveOptions options)
    {
        var scheme = Scheme(uri);
        if (!HasScheme(uri, options))
        {
            return $"expected a URI of {string.Join(", ", options.NotifyMethods.Select(m => m + ":"))}";
        }

        if (scheme == MailtoUri.Scheme)
        {
            return MailtoUri.TryParse(uri, out _, out var error) ? null : error;
        }

        // Whom it may reach is checked where it is used, with what the DNS says then.
        return UriText.Decode(uri) is null || !Uri.TryCreate(uri, UriKind.Absolute, out var absolute) ? $"expected a well-formed {scheme}: URI"
            : scheme is "https" or "http" && (absolute.Host.Length == 0 || absolute.UserInfo.Length > 0) ? "expected a host and no user name in the URI"
            : null;
    }
}

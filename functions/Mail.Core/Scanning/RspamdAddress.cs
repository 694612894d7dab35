using System.Diagnostics.CodeAnalysis;

namespace Mail.Core;

/// <summary>The setting <c>rspamd</c>: a URL without a path, user or question, so that what is asked for is ours to say.</summary>
public static class RspamdAddress
{
    public static bool TryParse(string text, [NotNullWhen(true)] out Uri? address) =>
        Uri.TryCreate(text.Trim(), UriKind.Absolute, out address)
        && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
        && address is { AbsolutePath: "/", Query: "", Fragment: "", UserInfo: "", Host.Length: > 0 };

    /// <summary>As <see cref="TryParse"/> reads it.</summary>
    public static string Format(Uri address) => address.GetLeftPart(UriPartial.Authority);
}

using System.Diagnostics.CodeAnalysis;

namespace Mail.Azure;

/// <summary>The three services of one storage account, derived from the URL of any of them or of the account.</summary>
internal sealed record StorageEndpoints(Uri Blob, Uri Queue, Uri Table)
{
    private static readonly string[] Services = ["blob", "queue", "table", "file", "dfs", "web"];

    /// <param name="error">What is wrong with the URL, in words; <c>null</c> on success.</param>
    public static bool TryParse(
        string url,
        [NotNullWhen(true)] out StorageEndpoints? endpoints,
        [NotNullWhen(false)] out string? error)
    {
        endpoints = null;
        error = Refuse(url, out var uri);
        if (error is not null)
        {
            return false;
        }

        // account.blob.core.windows.net, account.z01.blob.storage.azure.net (DNS zone endpoints), or account.core.windows.net
        var labels = uri!.Host.Split('.').ToList();
        var at = labels.FindIndex(1, label => Services.Contains(label));
        if (at < 0)
        {
            at = 1;
            labels.Insert(at, "blob");
        }

        endpoints = new StorageEndpoints(For("blob"), For("queue"), For("table"));
        return true;

        Uri For(string service)
        {
            labels[at] = service;
            return new UriBuilder(Uri.UriSchemeHttps, string.Join('.', labels), uri.Port).Uri;
        }
    }

    private static string? Refuse(string url, out Uri? uri)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out uri))
        {
            return "it is no URL";
        }

        return uri switch
        {
            { Scheme: not "https" } => "an account URL begins with https:// (for Azurite use its connection string)",
            { HostNameType: not UriHostNameType.Dns } or { UserInfo.Length: > 0 } => "the host is not the name of an account",
            { Query.Length: > 0 } => "an account URL has no query; a shared access signature belongs into a connection string",
            { AbsolutePath: not "/" } => "an account URL has no path",
            _ when uri.Host.Split('.').Length < 3 => "the host is not the name of an account",
            _ => null,
        };
    }
}

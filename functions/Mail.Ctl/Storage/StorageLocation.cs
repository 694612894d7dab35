using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using Mail.Core;

namespace Mail.Ctl;

/// <summary>Where the installation's storage is. Prints as an endpoint: keys and signatures never show.</summary>
internal sealed class StorageLocation
{
    /// <summary>The environment variable that says where; without it, the Azurite of this machine.</summary>
    public const string Variable = "MAIL_STORAGE";

    public const string Development = "UseDevelopmentStorage=true";

    private readonly string _endpoint;

    private StorageLocation(string value, string endpoint)
    {
        Value = value;
        _endpoint = endpoint;
    }

    /// <summary>A connection string, or an account URL. Secret.</summary>
    public string Value { get; }

    /// <summary>An account URL: the identity of whoever runs this is used, no key.</summary>
    public bool IsAccountUrl => Value.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    public static bool TryParse(
        string? text, [NotNullWhen(true)] out StorageLocation? location, [NotNullWhen(false)] out string? error)
    {
        text = string.IsNullOrWhiteSpace(text) ? Development : text.Trim();
        var endpoint = EndpointOf(text);
        location = endpoint is null ? null : new StorageLocation(text, endpoint);
        error = endpoint is null
            ? $"{Variable} (or --storage) must be a connection string such as {Development}, or an account URL such as https://NAME.blob.core.windows.net."
            : null;
        return location is not null;
    }

    /// <summary>Why there was no answer: what the network said, when it was the network, without the client library's words around it.</summary>
    public static string Reason(StorageUnavailableException error)
    {
        for (Exception? at = error; at is not null; at = at is AggregateException several ? several.InnerExceptions[0] : at.InnerException)
        {
            switch (at)
            {
                case OperationCanceledException:
                    return "no answer in time";
                case SocketException or HttpRequestException { InnerException: null }:
                    return at.Message.TrimEnd('.');
            }
        }

        return error.Message.TrimEnd('.');
    }

    public override string ToString() => _endpoint;

    private static string? EndpointOf(string text)
    {
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "https" or "http")
        {
            return url.GetLeftPart(UriPartial.Path);
        }

        var parts = text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(part => part.Split('=', 2))
            .Where(part => part.Length == 2)
            .ToLookup(part => part[0], part => part[1], StringComparer.OrdinalIgnoreCase);
        string? First(string name) => parts[name].FirstOrDefault();
        if (First("UseDevelopmentStorage") is not null)
        {
            return "Azurite on this machine (UseDevelopmentStorage=true)";
        }

        return First("BlobEndpoint") ?? First("TableEndpoint") ?? First("QueueEndpoint")
            ?? (First("AccountName") is { } name ? $"https://{name}.*.{First("EndpointSuffix") ?? "core.windows.net"}" : null);
    }
}

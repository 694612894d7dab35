using System.Diagnostics.CodeAnalysis;
using Mail.Core;

namespace Mail.Azure;

/// <summary>The Service Bus namespace that takes the place of the storage queue <c>outbound</c>, and how patiently it is asked.</summary>
public sealed record ServiceBusOptions
{
    /// <summary>Which queue carries outbound mail: <c>storage</c> (the default) or <c>servicebus</c>.</summary>
    public const string ChoiceVariable = "MAIL_OUTBOUND_QUEUE";

    /// <summary>The namespace: <c>myname.servicebus.windows.net</c>, which means Entra identity, or a connection string with a key.</summary>
    public const string Variable = "MAIL_SERVICEBUS";

    /// <summary>AMQP over TLS (IANA). Plain AMQP, on <c>amqp</c>, is for this machine only.</summary>
    private const int AmqpsPort = 5671;

    /// <summary><c>amqps://host:port</c>.</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>The name and key of a shared access policy; <c>null</c> for the identity of the process.</summary>
    public ServiceBusKey? Key { get; init; }

    /// <summary>
    /// For each step that waits for the broker: connecting, attaching, a token, a send. An operation makes four at most, and one caller waits for the
    /// connection that another opens; 5 s each stay near the 20 s that storage operations have.
    /// </summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a receive waits for the first message: longer than a round trip to the region next door. A message ends the wait.</summary>
    public TimeSpan ReceiveWait { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>After a connection that failed, the next try is made no sooner; doubled with each failure up to <see cref="LongestBackOff"/>.</summary>
    public TimeSpan BackOff { get; init; } = TimeSpan.FromMilliseconds(500);

    public TimeSpan LongestBackOff { get; init; } = TimeSpan.FromSeconds(30);

    /// <param name="setting">Reads an environment variable.</param>
    /// <param name="options"><c>null</c> when outbound mail stays on the storage queue.</param>
    /// <param name="error">What to set; <c>null</c> on success.</param>
    public static bool TryRead(Func<string, string?> setting, out ServiceBusOptions? options, [NotNullWhen(false)] out string? error)
    {
        options = null;
        error = null;
        switch (setting(ChoiceVariable)?.Trim())
        {
            case null or "" or "storage":
                return true;
            case "servicebus":
                options = Parse(setting(Variable)?.Trim() ?? "", out error);
                return error is null;
            case var other:
                error = $"{ChoiceVariable} is '{other}', expected storage or servicebus.";
                return false;
        }
    }

    /// <exception cref="FormatException">A setting cannot be used; the message says what to set.</exception>
    public static ServiceBusOptions? FromEnvironment() =>
        TryRead(Environment.GetEnvironmentVariable, out var options, out var error) ? options : throw new FormatException(error);

    private static ServiceBusOptions? Parse(string text, out string? error)
    {
        var options = text.Contains('=', StringComparison.Ordinal) ? FromConnectionString(text) : FromHost(text);
        // The value may hold a key, so it is not repeated.
        error = options is null
            ? $"{Variable} cannot be read, expected the host name of a namespace (myname.servicebus.windows.net) or a connection string "
                + "(Endpoint=sb://…;SharedAccessKeyName=…;SharedAccessKey=…)."
            : null;
        return options;
    }

    private static ServiceBusOptions? FromHost(string host) =>
        Uri.CheckHostName(host) == UriHostNameType.Dns && host.Contains('.', StringComparison.Ordinal)
            ? new ServiceBusOptions { Endpoint = new UriBuilder("amqps", host.ToLowerInvariant(), AmqpsPort).Uri }
            : null;

    private static ServiceBusOptions? FromConnectionString(string text)
    {
        var parts = text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(part => part.Split('=', 2))
            .Where(part => part.Length == 2)
            .GroupBy(part => part[0], StringComparer.OrdinalIgnoreCase)
            .ToDictionary(group => group.Key, group => group.Last()[1], StringComparer.OrdinalIgnoreCase);
        if (!Uri.TryCreate(parts.GetValueOrDefault("Endpoint"), UriKind.Absolute, out var uri)
            || uri.Host.Length == 0
            || parts.GetValueOrDefault("SharedAccessKeyName") is not { Length: > 0 } name
            || parts.GetValueOrDefault("SharedAccessKey") is not { Length: > 0 } key
            // What the emulator's connection strings carry; it speaks plain AMQP. A key never leaves this machine in the clear.
            || (IsEmulator(parts) && !uri.IsLoopback)
            || (parts.TryGetValue("EntityPath", out var path) && path != QueueNames.Outbound))
        {
            return null;
        }

        var endpoint = IsEmulator(parts)
            ? new UriBuilder("amqp", uri.Host, uri.IsDefaultPort || uri.Port < 0 ? 5672 : uri.Port)
            : new UriBuilder("amqps", uri.Host, uri.IsDefaultPort || uri.Port < 0 ? AmqpsPort : uri.Port);
        return new ServiceBusOptions { Endpoint = endpoint.Uri, Key = new ServiceBusKey(name, key) };
    }

    private static bool IsEmulator(Dictionary<string, string> parts) =>
        parts.GetValueOrDefault("UseDevelopmentEmulator")?.Equals("true", StringComparison.OrdinalIgnoreCase) == true;
}

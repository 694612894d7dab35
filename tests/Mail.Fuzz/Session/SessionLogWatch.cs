using System.Net;
using Mail.Gateway;
using Mail.Smtp;
using Microsoft.Extensions.Logging;

namespace Mail.Fuzz.Session;

/// <summary>
/// Reads the log of a session: nothing in it may come from the client but an address, and an exception is a bug, for the host here never fails.
/// </summary>
internal sealed class SessionLogWatch : ILogger<ProxyConnection>
{
    public const string SessionId = "fuzz";

    // Who logs other words names them here.
    private static readonly string[] Words = [SessionId, SplitTls.Facts.Protocol, SplitTls.Facts.Cipher];

    /// <summary>The first thing that was wrong; <c>null</c> when nothing was.</summary>
    public string? Fault { get; private set; }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (exception is not null || logLevel >= LogLevel.Error)
        {
            Fault ??= formatter(state, exception) + " " + exception;
        }

        if (state is IReadOnlyList<KeyValuePair<string, object?>> values)
        {
            for (var i = 0; i < values.Count; i++)
            {
                Check(eventId, values[i]);
            }
        }
    }

    private void Check(EventId eventId, KeyValuePair<string, object?> value)
    {
        var isOurs = value.Value switch
        {
            null or Enum or int or long or double or SmtpReply or IPAddress => true,
            string when value.Key == "{OriginalFormat}" => true,
            string address when value.Key == "ClientAddress" => IPAddress.TryParse(address, out _),
            string text => Words.Contains(text),
            _ => false,
        };
        if (!isOurs)
        {
            Fault ??= $"Event {eventId.Id} logs {value.Key} = {value.Value}";
        }
    }
}

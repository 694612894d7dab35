using System.Net.Sockets;
using System.Security.Authentication;
using Amqp;
using Azure.Identity;
using Mail.Core;

namespace Mail.Azure;

/// <summary>Turns every failure of broker, network and identity into <see cref="StorageUnavailableException"/> that says what an operator can do.</summary>
internal static class ServiceBusErrors
{
    /// <summary>What a refused token or link usually lacks.</summary>
    public const string Roles =
        "the identity needs the roles Azure Service Bus Data Sender and Azure Service Bus Data Receiver on the queue, a key the claims Send and Listen";

    // Of what a broker says; theirs have some 200 characters, with a tracking id.
    private const int MaxLine = 500;

    /// <summary>True for whatever an outage can cause; the library's own InvalidOperationException comes of a link that has gone meanwhile.</summary>
    public static bool IsFailure(Exception error, CancellationToken cancellationToken) => error switch
    {
        StorageUnavailableException => false,
        OperationCanceledException => !cancellationToken.IsCancellationRequested,
        AmqpException or TimeoutException or SocketException or IOException or AuthenticationException => true,
        AuthenticationFailedException or InvalidOperationException => true,
        AggregateException several => several.InnerExceptions.All(inner => IsFailure(inner, cancellationToken)),
        _ => false,
    };

    public static StorageUnavailableException Unavailable(string queue, Exception error) =>
        new($"Service Bus, queue {queue}: {Explain(error)}", error);

    private static string Explain(Exception error) => error switch
    {
        AmqpException { Error.Condition: { } condition } answer when condition == ErrorCode.UnauthorizedAccess =>
            $"access was refused ({OneLine(answer.Message)}); {Roles}.",
        AmqpException { Error.Condition: { } condition } answer when condition == ErrorCode.NotFound =>
            $"there is no such queue ({OneLine(answer.Message)}); create it in the namespace.",
        TimeoutException => "it did not answer in time.",
        OperationCanceledException => "the wait was broken off.",
        AuthenticationFailedException => $"no token could be had for the identity: {OneLine(error.Message)}",
        AuthenticationException => $"TLS failed: {OneLine(error.Message)}",
        _ => OneLine(error.Message),
    };

    /// <summary>The first line of what a broker or library says, as it may stand in a log.</summary>
    public static string OneLine(string text)
    {
        var line = text.Split('\n', 2)[0].TrimEnd();
        line = line.Length <= MaxLine ? line : line[..MaxLine];
        return string.Create(line.Length, line, static (clean, from) =>
        {
            for (var i = 0; i < clean.Length; i++)
            {
                clean[i] = char.IsControl(from[i]) || char.IsSurrogate(from[i]) ? '?' : from[i];
            }
        });
    }
}

using Mail.Core;
using Mail.Sieve;

namespace Mail.Processing;

/// <summary>What rules get to know about a message and its way here (RFC 5228 §5.4, RFC 5183, RFC 5235).</summary>
internal static class SortEnvironment
{
    private static readonly string Version = typeof(SortEnvironment).Assembly.GetName().Version?.ToString() ?? "";

    public static SieveEnvironment For(Envelope envelope, SortedMessage message, FlowOptions options) => Of(envelope, options) with
    {
        EnvelopeTo = message.Recipient.ToString(),
        Owner = message.Account.Address,
        Domain = message.Account.Address.Domain,
        SpamScore = message.Verdict.Score,
        VirusStatus = message.Verdict.VirusStatus,
        Location = "MDA",
        Phase = "during",
    };

    /// <summary>Before the message is routed. It is for one recipient only if it has just one.</summary>
    public static SieveEnvironment ForIncoming(Envelope envelope, FlowOptions options) => Of(envelope, options) with
    {
        EnvelopeTo = envelope.Recipients is [var only] ? only.Address.ToString() : null,
        Location = "MTA",
        Phase = "pre",
    };

    private static SieveEnvironment Of(Envelope envelope, FlowOptions options) => new()
    {
        EnvelopeFrom = envelope.ReversePath?.ToString() ?? "",
        EnvelopeAuth = envelope.AuthenticatedUser,
        Host = options.HostName,
        RemoteHost = envelope.ClientName,
        RemoteIp = envelope.ClientAddress,
        Version = Version,
        Items = new Dictionary<string, string>
        {
            ["vnd.mailcloud.queue-id"] = envelope.QueueId.ToString(),
            ["vnd.mailcloud.tags"] = string.Join(' ', envelope.Tags ?? []),
        },
    };
}

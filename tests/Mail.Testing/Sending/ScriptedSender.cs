using System.Collections.Concurrent;
using System.Text;
using Mail.Core;

namespace Mail.Testing;

/// <summary>Other mail servers, as a function of the request. Remembers every message that they took.</summary>
public sealed class ScriptedSender : IMessageSender
{
    private readonly ConcurrentDictionary<string, int> _running = new(StringComparer.Ordinal);

    /// <summary>What the servers do; by default they take everything.</summary>
    public Func<SendRequest, CancellationToken, Task<SendResult>> Script { get; set; } = (request, _) => Task.FromResult(Sent(request));

    public ConcurrentQueue<SendRequest> Requests { get; } = [];

    /// <summary>Of each message that was taken: queue id and recipient, as often as it was.</summary>
    public ConcurrentQueue<(QueueId QueueId, MailAddress Recipient)> Taken { get; } = [];

    /// <summary>The content of the last message that was taken.</summary>
    public string Content { get; private set; } = "";

    /// <summary>The most attempts that ran at once, by destination.</summary>
    public ConcurrentDictionary<string, int> MostAtOnce { get; } = new(StringComparer.Ordinal);

    public async Task<SendResult> SendAsync(SendRequest request, CancellationToken cancellationToken)
    {
        Requests.Enqueue(request);
        var running = _running.AddOrUpdate(request.Destination, 1, (_, count) => count + 1);
        MostAtOnce.AddOrUpdate(request.Destination, running, (_, most) => Math.Max(most, running));
        try
        {
            var result = await Script(request, cancellationToken);
            await RememberAsync(request, result, cancellationToken);
            return result;
        }
        finally
        {
            _running.AddOrUpdate(request.Destination, 0, (_, count) => count - 1);
        }
    }

    public static SendResult Sent(SendRequest request, bool supportsDsn = false) =>
        Result(request, SendScope.Message, SendOutcome.Sent, "2.0.0", new RemoteReply(250, "2.0.0 Ok", "mx." + request.Destination)) with { SupportsDsn = supportsDsn };

    public static SendResult Deferred(SendRequest request) =>
        Result(request, SendScope.Message, SendOutcome.Temporary, "4.7.1", new RemoteReply(451, "4.7.1 try later", "mx." + request.Destination));

    public static SendResult Refused(SendRequest request) =>
        Result(request, SendScope.Message, SendOutcome.Permanent, "5.7.1", new RemoteReply(550, "5.7.1 not wanted", "mx." + request.Destination));

    public static SendResult Unreachable(SendRequest request) =>
        Result(request, SendScope.Destination, SendOutcome.Temporary, "4.4.1", reply: null);

    private static SendResult Result(SendRequest request, SendScope scope, SendOutcome outcome, string status, RemoteReply? reply) => new()
    {
        Recipients = [.. request.Recipients.Select(recipient =>
            new RecipientResult(recipient.Address, outcome, status, reply?.ToString() ?? "connect: refused", reply))],
        Scope = scope,
        Host = reply?.Host,
    };

    private async Task RememberAsync(SendRequest request, SendResult result, CancellationToken cancellationToken)
    {
        foreach (var recipient in result.Recipients.Where(recipient => recipient.Outcome == SendOutcome.Sent))
        {
            Taken.Enqueue((request.QueueId, recipient.Address));
        }

        if (result.Recipients.Any(recipient => recipient.Outcome == SendOutcome.Sent))
        {
            await using var content = await request.OpenContent(cancellationToken);
            using var reader = new StreamReader(content, Encoding.UTF8, leaveOpen: true);
            Content = await reader.ReadToEndAsync(cancellationToken);
        }
    }
}

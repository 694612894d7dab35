using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mail.Processing;

/// <summary>What a host is told of a message. Names are a contract: some may be added, none changed.</summary>
/// <param name="Type"><c>mail.received</c>.</param>
/// <param name="Account">Whose mailbox it is in.</param>
/// <param name="Importance">1 high, 2 normal, 3 low (RFC 5435 §3.4).</param>
/// <param name="Text">What the rule says; <c>null</c> when it says nothing.</param>
/// <param name="Sender">The reverse-path; empty for the null one.</param>
/// <param name="From">The From field, decoded.</param>
internal sealed record WebhookBody(
    string Type,
    string Id,
    string Account,
    string Recipient,
    string QueueId,
    string Sender,
    string From,
    string To,
    string Subject,
    string MessageId,
    DateTimeOffset ReceivedAt,
    int Importance,
    string? Text)
{
    public string ToJson() => JsonSerializer.Serialize(this, WebhookBodyContext.Default.WebhookBody);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(WebhookBody))]
internal sealed partial class WebhookBodyContext : JsonSerializerContext;

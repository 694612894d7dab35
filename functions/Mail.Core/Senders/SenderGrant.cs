namespace Mail.Core;

/// <summary>An account's right to send as somebody else: a row of table <c>SenderGrants</c>.</summary>
public sealed record SenderGrant
{
    public required string AccountId { get; init; }

    public required GrantedSender Sender { get; init; }

    public bool Enabled { get; init; } = true;

    public string? Comment { get; init; }
}

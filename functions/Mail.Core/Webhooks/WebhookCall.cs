namespace Mail.Core;

/// <summary>A host elsewhere to be told of a message: a row of table <c>Webhooks</c>, until it has been told.</summary>
public sealed record WebhookCall
{
    /// <summary>Whose rule wants it; with its key the call is signed.</summary>
    public required string AccountId { get; init; }

    /// <summary>The same each time it is tried: by it the host knows what it has had.</summary>
    public required QueueId CallId { get; init; }

    /// <summary>Of https. Whom it reaches is checked when it is called.</summary>
    public required Uri Url { get; init; }

    /// <summary>JSON.</summary>
    public required string Body { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Attempts made.</summary>
    public int Attempts { get; init; }

    /// <summary>What came of the last, in words; empty before the first.</summary>
    public string LastAnswer { get; init; } = "";

    public WebhookPointer Pointer => new(AccountId, CallId.ToString());
}

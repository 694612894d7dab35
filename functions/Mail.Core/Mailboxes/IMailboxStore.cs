namespace Mail.Core;

/// <summary>
/// The mailboxes: per account a container of plain <c>.eml</c> blobs and an index of folders and messages in table <c>Mailboxes</c>.
/// Every member throws <see cref="StorageUnavailableException"/> when the storage cannot be reached.
/// </summary>
public interface IMailboxStore
{
    /// <summary>
    /// Stores a message and its index row. May be repeated: the same <see cref="MailboxDelivery.DeliveryId"/> for the same account appears
    /// once, even when the first attempt was cut off at any point, and even when the user has since deleted the message.
    /// </summary>
    ValueTask<DeliveryOutcome> DeliverAsync(MailboxDelivery delivery, CancellationToken cancellationToken);

    /// <summary>Makes the container and INBOX of a new account. Doing it twice is no error.</summary>
    ValueTask CreateMailboxAsync(string accountId, CancellationToken cancellationToken);

    /// <summary>Removes all mail of an account for good.</summary>
    ValueTask DeleteMailboxAsync(string accountId, CancellationToken cancellationToken);

    /// <summary>Every account id that has a mailbox, whether or not an account in the directory claims it.</summary>
    IAsyncEnumerable<string> ListAccountIdsAsync(CancellationToken cancellationToken);

    ValueTask<MailFolder> CreateFolderAsync(string accountId, string folder, CancellationToken cancellationToken);

    /// <summary>The folder whose name equals <paramref name="folder"/>, ignoring case; <c>null</c> when there is none. May be up to ten seconds old.</summary>
    ValueTask<MailFolder?> FindFolderAsync(string accountId, string folder, CancellationToken cancellationToken);

    IAsyncEnumerable<MailFolder> ListFoldersAsync(string accountId, CancellationToken cancellationToken);

    /// <summary>The messages of a folder, or of all folders when <paramref name="folder"/> is <c>null</c>, by folder, newest UID first.</summary>
    IAsyncEnumerable<MailboxMessage> ListAsync(string accountId, string? folder, CancellationToken cancellationToken);

    /// <summary>The message with this delivery id; <c>null</c> when there is none.</summary>
    ValueTask<MailboxMessage?> FindAsync(string accountId, string deliveryId, CancellationToken cancellationToken);

    /// <summary>
    /// Puts a message into another folder, where it gets a UID of its own. May be repeated: in its folder it stays as it is, and so it does elsewhere than
    /// in <see cref="MailboxMove.From"/>. All of it happens or nothing
    /// does, and a delivery that is repeated later finds that it was made.
    /// </summary>
    /// <returns>The message where it is now; <c>null</c> when there is none of this delivery id.</returns>
    ValueTask<MailboxMessage?> MoveAsync(string accountId, string deliveryId, MailboxMove move, CancellationToken cancellationToken);

    /// <summary>The raw message; <c>null</c> when its blob is missing.</summary>
    ValueTask<Stream?> OpenAsync(string accountId, string deliveryId, CancellationToken cancellationToken);

    /// <summary>Deliveries of the message <paramref name="queueId"/> to this account: what the mailbox knows of them, also of messages since deleted.</summary>
    IAsyncEnumerable<DeliveryMark> ListMarksAsync(string accountId, QueueId queueId, CancellationToken cancellationToken);

    /// <summary>Forgets deliveries older than <paramref name="before"/>: for the sweep, once their spool blobs are gone. Gives how many.</summary>
    ValueTask<int> PruneMarksAsync(string accountId, QueueId before, CancellationToken cancellationToken);

    /// <summary>Compares blobs, index rows and counts of one account, and lists what does not agree.</summary>
    IAsyncEnumerable<string> CheckAsync(string accountId, CancellationToken cancellationToken);
}

/// <summary>One message for one mailbox.</summary>
public sealed record MailboxDelivery
{
    public required string AccountId { get; init; }

    /// <summary><c>&lt;queueId&gt;-&lt;n&gt;</c>, n counting the copies of one message in one mailbox, from 1; 0 is its sender's own. Unique in its mailbox; also the blob's name.</summary>
    public required string DeliveryId { get; init; }

    /// <summary>The folder to file into; made when it does not exist.</summary>
    public required string Folder { get; init; }

    /// <summary>Fields that we put before the message: Return-Path, Delivered-To and our trace field, CRLF-terminated.</summary>
    public required ReadOnlyMemory<byte> PrependedFields { get; init; }

    /// <summary>The message as spooled; read from its start, seekable, left open.</summary>
    public required Stream Content { get; init; }

    public required MessageSummary Summary { get; init; }

    /// <summary>Why the message is where it is; kept with the index row.</summary>
    public required DecisionRecord Decision { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>IMAP flags and keywords, for example <c>\Seen</c>. Empty for new mail.</summary>
    public IReadOnlyList<string> Flags { get; init; } = [];

    /// <summary>The mailbox's limit in bytes over all folders; <c>null</c> for none.</summary>
    public long? QuotaBytes { get; init; }
}

public enum DeliveryStatus
{
    Delivered,

    /// <summary>An earlier attempt had stored it; nothing was done.</summary>
    AlreadyDelivered,

    /// <summary>The mailbox would pass its quota; nothing was stored.</summary>
    OverQuota,
}

/// <param name="Folder">Where it is (or was first put), <c>null</c> when over quota.</param>
/// <param name="Uid">Its UID there, 0 when over quota.</param>
public sealed record DeliveryOutcome(DeliveryStatus Status, string? Folder, uint Uid);

/// <summary>A folder's row: the IMAP bookkeeping of RFC 9051 §2.3.1.1 and RFC 7162.</summary>
public sealed record MailFolder(string Name, uint UidValidity, uint UidNext, ulong ModSeq, int Messages, long Bytes);

/// <summary>Proof that a delivery was made, kept for as long as the message could be delivered again.</summary>
public sealed record DeliveryMark(string DeliveryId, string Folder, uint Uid, DateTimeOffset DeliveredAt);

/// <summary>A message in a mailbox, as its index row tells it.</summary>
public sealed record MailboxMessage
{
    /// <summary>The delivery id.</summary>
    public required string Id { get; init; }

    public required string Folder { get; init; }

    public required uint Uid { get; init; }

    public required MessageSummary Summary { get; init; }

    /// <summary>Bytes of the stored blob, our prepended fields included.</summary>
    public required long Size { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public required IReadOnlyList<string> Flags { get; init; }

    public required DecisionRecord Decision { get; init; }

    /// <summary>What moved it here last, see <see cref="MailboxMove.By"/>; <c>null</c> when it is where it was delivered, or its owner moved it.</summary>
    public string? MovedBy { get; init; }

    /// <summary>The folder in which it was before, exactly when there is a <see cref="MovedBy"/>.</summary>
    public string? MovedFrom { get; init; }
}

/// <param name="Folder">Where the message goes; made when it does not exist.</param>
/// <param name="By">The name of what moves it, by which it can find the message again to put it back; <c>null</c> when a person does.</param>
/// <param name="Sort">For the decision record; <c>null</c> leaves what it says.</param>
public sealed record MailboxMove(string Folder, string? By = null, string? Sort = null)
{
    /// <summary>Only from this folder: somebody may have moved the message meanwhile; <c>null</c> for wherever it is.</summary>
    public string? From { get; init; }

    /// <summary>Whether the message is to be moved from where it is.</summary>
    public bool Concerns(MailboxMessage message) =>
        FolderName.Key(message.Folder) != FolderName.Key(Folder) && (From is null || FolderName.Key(message.Folder) == FolderName.Key(From));

    /// <summary>Of <paramref name="message"/> into this folder, as its index row will tell it.</summary>
    public MailboxMessage Apply(MailboxMessage message, MailFolder to) => message with
    {
        Folder = to.Name,
        Uid = to.UidNext,
        MovedBy = By,
        MovedFrom = By is null ? null : message.Folder,
        Decision = Sort is null ? message.Decision : message.Decision with { Sort = Sort },
    };
}

/// <summary>What a message list shows, taken from the message once, at delivery. Texts are decoded, free of control characters and cut to a bound.</summary>
public sealed record MessageSummary
{
    public string From { get; init; } = "";

    public string To { get; init; } = "";

    public string Subject { get; init; } = "";

    /// <summary>The Date field; <c>null</c> when missing or unreadable.</summary>
    public DateTimeOffset? Date { get; init; }

    /// <summary>Without angle brackets; empty when missing.</summary>
    public string MessageId { get; init; } = "";

    /// <summary>Message ids of References and In-Reply-To, oldest first, at most 20.</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>The first words of the text.</summary>
    public string Preview { get; init; } = "";

    /// <summary>File names of attachments, at most 20.</summary>
    public IReadOnlyList<string> Attachments { get; init; } = [];
}

/// <summary>Why a message was put where it is, kept for its owner and for <c>mailctl trace</c>.</summary>
public sealed record DecisionRecord
{
    /// <summary>How the recipient address led here: each step of aliases and details, in words.</summary>
    public IReadOnlyList<string> Route { get; init; } = [];

    /// <summary>What screening said, in words.</summary>
    public string Screen { get; init; } = "";

    /// <summary>What screening found out; <c>null</c> for mail that was not screened, or before there was a record of it.</summary>
    public ScreeningRecord? Screening { get; init; }

    /// <summary>What sorting did and by which rule, in words.</summary>
    public string Sort { get; init; } = "";
}

using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Mail.Core;

namespace Mail.Azure;

/// <summary>
/// Row keys of table <c>Mailboxes</c>, partition key the account id: <c>f:&lt;folder&gt;</c> a folder, <c>m:&lt;folder&gt;:&lt;uid, 10 digits&gt;</c>
/// a message, <c>d:&lt;delivery id&gt;</c> the mark of a delivery, <c>usage</c> the sums over all folders. A folder stands for itself in lower
/// case (<see cref="FolderName.Key"/>), so that there is one of a name, whatever the case.
/// </summary>
internal static class MailboxKeys
{
    public const string FolderPrefix = "f:";
    public const string MessagePrefix = "m:";
    public const string MarkPrefix = "d:";
    public const string Usage = "usage";

    public const string BlobExtension = ".eml";

    public const string ContainerPrefix = "mailbox-";

    public static string Container(string accountId) => ContainerPrefix + accountId;

    public static string Blob(string deliveryId) => deliveryId + BlobExtension;

    public static string Folder(string folderKey) => FolderPrefix + TableKey.Encode(folderKey);

    public static string Mark(string deliveryId) => MarkPrefix + deliveryId;

    public static string Message(string folderKey, uint uid) =>
        string.Create(CultureInfo.InvariantCulture, $"{Messages(folderKey)}{uid:D10}");

    /// <summary>What the row keys of a folder's messages begin with.</summary>
    public static string Messages(string folderKey) => $"{MessagePrefix}{TableKey.Encode(folderKey)}:";

    /// <summary>The folder's key and the UID in the row key of a message.</summary>
    public static bool TryReadMessage(string rowKey, [NotNullWhen(true)] out string? folderKey, out uint uid)
    {
        folderKey = null;
        uid = 0;
        var colon = rowKey.LastIndexOf(':');
        if (!rowKey.StartsWith(MessagePrefix, StringComparison.Ordinal)
            || colon < MessagePrefix.Length
            || !uint.TryParse(rowKey.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out uid))
        {
            return false;
        }

        folderKey = TableKey.Decode(rowKey[MessagePrefix.Length..colon]);
        return true;
    }

    /// <summary>Ids become names of blobs, containers and rows; ours are <c>&lt;queueId&gt;-&lt;n&gt;</c> and lower-case ULIDs.</summary>
    /// <exception cref="ArgumentException">The delivery cannot be stored under its ids.</exception>
    public static void Validate(string accountId, string deliveryId)
    {
        if (!AccountRow.IsAccountId(accountId))
        {
            throw new ArgumentException($"'{accountId}' is no account id: lower-case letters and digits.", nameof(accountId));
        }

        if (!IsDeliveryId(deliveryId))
        {
            throw new ArgumentException($"'{deliveryId}' is no delivery id: 1 to 100 lower-case letters, digits and hyphens.", nameof(deliveryId));
        }
    }

    public static bool IsDeliveryId(string text) =>
        text.Length is > 0 and <= 100 && text.All(c => c is '-' || char.IsAsciiDigit(c) || char.IsAsciiLetterLower(c));
}

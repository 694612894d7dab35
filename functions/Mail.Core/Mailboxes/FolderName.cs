using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Mail.Core;

/// <summary>What mailbox stores agree on about the names of folders: which are allowed, and which are the same.</summary>
public static class FolderName
{
    /// <summary>Where mail goes unless something says otherwise; its name is the same in any case (RFC 9051 §5.1).</summary>
    public const string Inbox = "INBOX";

    /// <summary>
    /// Octets of UTF-8. A name is part of a table key of at most 512 UTF-16 units, where an octet may take three: (512 - 13) / 3 = 166.
    /// </summary>
    public const int MaxLength = 160;

    /// <summary>Two names are the same folder when their keys are equal: case is ignored, as in the file systems people know.</summary>
    /// <exception cref="ArgumentException">Not a folder name; the message says what is allowed.</exception>
    public static string Key(string folder) =>
        TryKey(folder, out var key)
            ? key
            : throw new ArgumentException($"A folder name has 1 to {MaxLength} octets of UTF-8 and no control characters.", nameof(folder));

    /// <summary>As <see cref="Key"/>; false for what cannot be a folder, which therefore does not exist.</summary>
    public static bool TryKey(string folder, [NotNullWhen(true)] out string? key)
    {
        key = null;
        if (folder.Length == 0
            || Encoding.UTF8.GetByteCount(folder) > MaxLength
            || folder.Any(c => char.IsControl(c) || char.IsSurrogate(c)))
        {
            return false;
        }

        key = IsInbox(folder) ? Inbox : folder.ToLowerInvariant();
        return true;
    }

    public static bool IsInbox(string folder) => folder.Equals(Inbox, StringComparison.OrdinalIgnoreCase);
}

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

    /// <summary>Whether a text can be a folder's name: 1 to <see cref="MaxLength"/> octets, no control characters, well-formed.</summary>
    public static bool IsValid(string folder)
    {
        var octets = 0;
        foreach (var rune in folder.EnumerateRunes())
        {
            // A lone surrogate is enumerated as U+FFFD, which nobody types.
            if (Rune.IsControl(rune) || rune == Rune.ReplacementChar)
            {
                return false;
            }

            octets += rune.Utf8SequenceLength;
        }

        return octets is > 0 and <= MaxLength;
    }

    /// <summary>Two names are the same folder when their keys are equal: case is ignored, as in the file systems people know.</summary>
    /// <exception cref="ArgumentException">Not a folder name; the message says what is allowed.</exception>
    public static string Key(string folder)
    {
        if (!IsValid(folder))
        {
            throw new ArgumentException($"A folder name has 1 to {MaxLength} octets of UTF-8 and no control characters.", nameof(folder));
        }

        return IsInbox(folder) ? Inbox : folder.ToLowerInvariant();
    }

    public static bool IsInbox(string folder) => folder.Equals(Inbox, StringComparison.OrdinalIgnoreCase);
}

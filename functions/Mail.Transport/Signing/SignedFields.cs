using Mail.Core;

namespace Mail.Transport;

/// <summary>Which fields a signature covers.</summary>
internal static class SignedFields
{
    /// <summary>RFC 6376 §5.4.1, with what tells a reader who writes to whom and how the content is to be read.</summary>
    private static readonly string[] Covered =
    [
        "From", "Reply-To", "Subject", "Date", "To", "Cc", "Message-ID", "In-Reply-To", "References", "MIME-Version", "Content-Type",
        "Content-Transfer-Encoding", "Content-Disposition", "Resent-Date", "Resent-From", "Resent-To", "Resent-Cc", "Resent-Message-ID",
        "List-Id", "List-Help", "List-Unsubscribe", "List-Unsubscribe-Post", "List-Subscribe", "List-Post", "List-Owner", "List-Archive",
    ];

    /// <summary>Named once more than they are there, so that none can be added (RFC 6376 §8.15): what readers are shown, and what could change the content.</summary>
    private static readonly string[] Sealed = ["From", "Reply-To", "Subject", "Date", "To", "Cc", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"];

    /// <summary>The names for <c>h=</c>, and the fields in the order in which they are hashed: of one name, from the bottom up (RFC 6376 §5.4.2).</summary>
    public static (IReadOnlyList<string> Names, IReadOnlyList<RawField> Fields) Select(HeaderBlock header, params IReadOnlyList<string> more)
    {
        var (names, fields) = (new List<string>(), new List<RawField>());
        foreach (var name in Covered.Concat(more))
        {
            var found = header.Named(name).Reverse().ToList();
            fields.AddRange(found);
            names.AddRange(Enumerable.Repeat(name, found.Count + (Sealed.Contains(name) ? 1 : 0)));
        }

        return (names, fields);
    }
}

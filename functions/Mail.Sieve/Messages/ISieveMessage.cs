namespace Mail.Sieve;

/// <summary>
/// A message as scripts see it. Reading it twice gives the same; nothing throws on what senders may have written. What cannot be read from its
/// storage throws whatever the storage does.
/// </summary>
public interface ISieveMessage
{
    /// <summary>Octets of the message as it was received, header and body (RFC 5228 §5.9).</summary>
    long Size { get; }

    /// <summary>Octets that were read and decoded for <see cref="TextAsync"/> so far; what is kept does not count again.</summary>
    long TextRead { get; }

    /// <summary>The header fields of this name from top to bottom, in any case; empty if there are none or the name can be none.</summary>
    IReadOnlyList<HeaderField> Fields(string name);

    /// <summary>The message and its parts, all that is within the limits.</summary>
    ValueTask<MessagePart> StructureAsync(CancellationToken ct);

    /// <summary>The text of a part of <see cref="StructureAsync"/>; <c>null</c> when there is none in that form.</summary>
    ValueTask<string?> TextAsync(MessagePart part, PartForm form, CancellationToken ct);
}

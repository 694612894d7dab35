namespace Mail.Sieve;

/// <summary>A message as scripts see it. Reading it twice gives the same; nothing throws on what senders may have written.</summary>
public interface ISieveMessage
{
    /// <summary>Octets of the message as it was received, header and body (RFC 5228 §5.9).</summary>
    long Size { get; }

    /// <summary>The header fields of this name from top to bottom, in any case; empty if there are none or the name can be none.</summary>
    IReadOnlyList<HeaderField> Fields(string name);
}

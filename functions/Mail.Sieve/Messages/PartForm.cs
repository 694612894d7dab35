namespace Mail.Sieve;

/// <summary>What of a part is read, and how. Each stops at <see cref="MessageLimits.MaxText"/>.</summary>
public enum PartForm
{
    /// <summary>All that follows the header, as it came; none when there is no empty line behind the header.</summary>
    Raw,

    /// <summary>Its content, the transfer encoding undone, text converted from its charset (RFC 5173 §5.2); none of an unknown encoding.</summary>
    Decoded,

    /// <summary>As <see cref="Decoded"/> without markup (RFC 5173 §5.3); none of what is no text.</summary>
    Readable,

    /// <summary>Of a multipart what stands before its first part; no other has it.</summary>
    Prologue,

    /// <summary>Of a multipart what stands behind its last part; no other has it, nor one that does not end.</summary>
    Epilogue,

    /// <summary>The header of the part, as it came, without the empty line.</summary>
    Header,
}

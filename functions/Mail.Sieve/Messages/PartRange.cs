namespace Mail.Sieve;

/// <summary>Where in the message something of a part stands.</summary>
internal static class PartRange
{
    /// <returns><c>null</c> when the part has nothing of that form.</returns>
    public static (long Start, long End)? Of(MessagePart part, PartForm form) => form switch
    {
        PartForm.Raw or PartForm.Decoded or PartForm.Readable when !part.HasBody => null,
        PartForm.Raw => (part.BodyStart, part.End),
        PartForm.Decoded or PartForm.Readable => part.Parts.Count > 0 || part.Type.IsMultipart ? null : (part.BodyStart, part.End),
        PartForm.Prologue => part.PrologueEnd is { } end ? (part.BodyStart, end) : null,
        PartForm.Epilogue => part.EpilogueStart is { } start ? (Math.Min(start, part.End), part.End) : null,
        _ => (part.Start, part.BodyStart),
    };
}

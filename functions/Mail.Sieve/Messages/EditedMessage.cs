namespace Mail.Sieve;

/// <summary>A message with changes to its header. Parts and texts are those of the message, as RFC 5293 §7 allows.</summary>
internal sealed class EditedMessage(ISieveMessage original, HeaderEdits edits) : ISieveMessage
{
    public ISieveMessage Original => original;

    public long Size => original.Size + edits.SizeChange(original);

    public long TextRead => original.TextRead;

    public IReadOnlyList<HeaderField> Fields(string name) => edits.View(name, original.Fields(name));

    public ValueTask<MessagePart> StructureAsync(CancellationToken ct) => original.StructureAsync(ct);

    public ValueTask<string?> TextAsync(MessagePart part, PartForm form, CancellationToken ct) => original.TextAsync(part, form, ct);
}

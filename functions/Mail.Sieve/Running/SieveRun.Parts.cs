namespace Mail.Sieve;

internal sealed partial class SieveRun
{
    private DateTimeOffset? _now;

    /// <summary>The part that a <c>foreverypart</c> loop is at; <c>null</c> outside of one (RFC 5703 §3).</summary>
    public MessagePart? Part { get; set; }

    /// <summary>Loops within loops that are running.</summary>
    public int LoopDepth { get; set; }

    /// <summary>The name of the loop that <see cref="Flow.Break"/> leaves; <c>null</c> for the innermost.</summary>
    public string? BreakTarget { get; set; }

    /// <summary>RFC 5260 §5: the same for all <c>currentdate</c> tests.</summary>
    public DateTimeOffset Now => _now ??= TimeZoneInfo.ConvertTime(Clock.GetUtcNow(), Clock.LocalTimeZone);

    /// <summary>Changes the header for everything that follows (RFC 5293 §7).</summary>
    public void Edit(HeaderEdits edits)
    {
        Edits = edits;
        Message = new EditedMessage(UneditedMessage, edits);
    }

    /// <summary>The message as it came.</summary>
    public ISieveMessage UneditedMessage => Message is EditedMessage edited ? edited.Original : Message;

    /// <summary>The text of a part of the message; <c>null</c> when there is none in that form, or the run has failed.</summary>
    public async ValueTask<string?> TextAsync(MessagePart part, PartForm form, ScriptPosition position)
    {
        Spend(1, position);
        if (HasFailed)
        {
            return null;
        }

        var before = Message.TextRead;
        var text = await Message.TextAsync(part, form, Cancellation);
        // HTML of nothing but tags takes some 200 ns an octet; other text a tenth of it.
        Spend((int)((Message.TextRead - before) >> 7), position);
        return text;
    }

    /// <summary>Fields of a part; those of the message itself as scripts have changed them.</summary>
    public IReadOnlyList<HeaderField> Fields(MessagePart? part, string name, ScriptPosition position)
    {
        if (part?.Parent is null)
        {
            return Fields(name, position);
        }

        Spend(1, position);
        return part.Fields(name);
    }

    /// <summary>Fields of the message as scripts have changed them, which takes a look at each; none once the run has failed.</summary>
    public IReadOnlyList<HeaderField> Fields(string name, ScriptPosition position)
    {
        if (HasFailed)
        {
            return [];
        }

        var fields = Message.Fields(name);
        Spend(1 + (Edits.IsEmpty ? 0 : fields.Count >> 3), position);
        return fields;
    }
}

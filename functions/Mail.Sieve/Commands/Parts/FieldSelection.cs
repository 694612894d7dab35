namespace Mail.Sieve;

/// <summary>
/// Which header fields a test looks at beyond their names: <c>:index</c> and <c>:last</c> (RFC 5260 §6), <c>:mime</c> and <c>:anychild</c> (RFC 5703 §4).
/// </summary>
internal sealed class FieldSelection
{
    private const string Mime = "mime";
    private const string AnyChild = "anychild";

    private readonly FieldIndex? _index;
    private readonly bool _mime;
    private readonly bool _anyChild;

    private FieldSelection(FieldIndex? index, bool mime, bool anyChild)
    {
        _index = index;
        _mime = mime;
        _anyChild = anyChild;
    }

    public static IReadOnlyList<TagDefinition> MimeTags { get; } = [new(Mime, Capability: Capability.Mime), new(AnyChild, Capability: Capability.Mime)];

    /// <summary>None of the tags is there: the fields of the message by their names.</summary>
    public bool IsPlain => _index is null && !_mime;

    /// <summary>The header of a part is meant, whose fields may be any.</summary>
    public bool IsMime => _mime;

    public static FieldSelection From(BoundArguments arguments)
    {
        // RFC 5703 §4.1: it is an error.
        if (arguments.Has(AnyChild) && !arguments.Has(Mime))
        {
            arguments.Fail(AnyChild, "expected ':mime' with ':anychild'");
        }

        return new FieldSelection(FieldIndex.From(arguments), arguments.Has(Mime), arguments.Has(AnyChild));
    }

    /// <summary>The fields of all names in the order of the names, of all parts that are meant.</summary>
    public async ValueTask<IReadOnlyList<HeaderField>> FieldsAsync(SieveRun run, string[] names, ScriptPosition position)
    {
        var parts = await PartsAsync(run);
        run.Spend(parts.Count * names.Length, position);
        var fields = new List<HeaderField>();
        foreach (var name in names)
        {
            foreach (var part in parts)
            {
                fields.AddRange(run.Fields(part, name, position));
            }
        }

        return _index is null ? fields : _index.Of(fields.Count) is >= 0 and var place ? [fields[place]] : [];
    }

    /// <summary>RFC 5703 §4.1: the part of the loop or the message, alone or with all below it; <c>null</c> is the message.</summary>
    private async ValueTask<IReadOnlyList<MessagePart?>> PartsAsync(SieveRun run)
    {
        if (!_anyChild)
        {
            return [_mime ? run.Part : null];
        }

        var top = run.Part ?? await run.Message.StructureAsync(run.Cancellation);
        return [.. top.SelfAndBelow()];
    }
}

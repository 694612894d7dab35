namespace Mail.Sieve;

/// <summary>The tags MIMEOPTS of <c>header</c> (RFC 5703 §4.1).</summary>
internal static class MimeOptions
{
    private const string Group = "part of the field";
    private const string Param = "param";

    public static IReadOnlyList<TagDefinition> Tags { get; } =
    [
        new("type", Capability: Capability.Mime, Group: Group),
        new("subtype", Capability: Capability.Mime, Group: Group),
        new("contenttype", Capability: Capability.Mime, Group: Group),
        new(Param, ArgumentType.StringList, Capability.Mime, Group),
    ];

    /// <summary>The option, and of <c>:param</c> the names of the parameters.</summary>
    public static (MimeOption Option, TextList? Names) From(BoundArguments arguments, FieldSelection selection)
    {
        var tag = arguments.GroupTag(Tags);
        if (tag is not null && !selection.IsMime)
        {
            arguments.Fail(tag, $"expected ':mime' with ':{tag}'");
        }

        return tag switch
        {
            "type" => (MimeOption.Type, null),
            "subtype" => (MimeOption.Subtype, null),
            "contenttype" => (MimeOption.ContentType, null),
            Param => (MimeOption.Param, arguments.Texts(Param)),
            _ => (MimeOption.None, null),
        };
    }
}

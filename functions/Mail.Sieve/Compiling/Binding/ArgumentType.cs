namespace Mail.Sieve;

/// <summary>What a tag or a position takes.</summary>
internal enum ArgumentType
{
    /// <summary>Of a tag: nothing follows it.</summary>
    None,
    Number,
    String,

    /// <summary>A list, or a single string in its place (RFC 5228 §2.4.2.1).</summary>
    StringList,
}

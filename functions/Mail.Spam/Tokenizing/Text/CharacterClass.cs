namespace Mail.Spam;

internal enum CharacterClass : byte
{
    Space,

    /// <summary>A letter or a digit.</summary>
    Word,

    /// <summary>Part of a word when it stands within it: <c>don't</c>, <c>e-mail</c>, <c>1.99</c>.</summary>
    Inner,

    /// <summary>Any other sign that can be seen.</summary>
    Mark,

    /// <summary>A character that is a word, in scripts without spaces.</summary>
    Ideograph,

    /// <summary>Not to be seen: zero-width characters, soft hyphens, combining marks.</summary>
    Invisible,

    /// <summary>Half of a character beyond the Basic Multilingual Plane.</summary>
    Surrogate,
}

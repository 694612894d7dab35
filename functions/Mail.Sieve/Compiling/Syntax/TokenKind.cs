namespace Mail.Sieve;

/// <summary>The lexical elements of RFC 5228 §8.1.</summary>
internal enum TokenKind
{
    End,
    Identifier,
    Tag,
    Number,

    /// <summary>A quoted string or a multi-line one.</summary>
    String,
    Semicolon,
    Comma,
    OpenBrace,
    CloseBrace,
    OpenParenthesis,
    CloseParenthesis,
    OpenBracket,
    CloseBracket,

    /// <summary>Something that is none of these. The lexer has reported it.</summary>
    Invalid,
}

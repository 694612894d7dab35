namespace Mail.Sieve;

/// <param name="Text">Of an identifier or tag its name in lower case (RFC 5228 §2.1), of a string its value; otherwise empty.</param>
/// <param name="Number">Of a number its value with the quantifier applied.</param>
internal readonly record struct Token(TokenKind Kind, ScriptPosition Position, string Text = "", long Number = 0)
{
    /// <summary>As it is called in messages to people.</summary>
    public override string ToString() => Kind switch
    {
        TokenKind.End => "the end of the script",
        TokenKind.Identifier => $"'{Text}'",
        TokenKind.Tag => $"':{Text}'",
        TokenKind.Number => "a number",
        TokenKind.String => "a string",
        TokenKind.Semicolon => "';'",
        TokenKind.Comma => "','",
        TokenKind.OpenBrace => "'{'",
        TokenKind.CloseBrace => "'}'",
        TokenKind.OpenParenthesis => "'('",
        TokenKind.CloseParenthesis => "')'",
        TokenKind.OpenBracket => "'['",
        TokenKind.CloseBracket => "']'",
        _ => "something that is not Sieve",
    };
}

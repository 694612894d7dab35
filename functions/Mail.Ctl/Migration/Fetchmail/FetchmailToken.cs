namespace Mail.Ctl;

/// <summary>A word of a fetchmailrc.</summary>
/// <param name="IsQuoted">Never a keyword.</param>
/// <param name="Line">From 1.</param>
internal readonly record struct FetchmailToken(string Text, bool IsQuoted, int Line);

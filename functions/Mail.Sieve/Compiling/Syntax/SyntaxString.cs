namespace Mail.Sieve;

/// <summary>A string of the script after escapes and dots, before encoded characters and variables.</summary>
internal readonly record struct SyntaxString(string Text, ScriptPosition Position);

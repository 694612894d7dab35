namespace Mail.Sieve;

/// <summary>A place in a script; both from 1, columns in UTF-16 units.</summary>
internal readonly record struct ScriptPosition(int Line, int Column);

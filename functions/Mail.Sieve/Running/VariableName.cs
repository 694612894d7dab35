namespace Mail.Sieve;

/// <summary>Names of variables: <c>identifier = (ALPHA / "_") *(ALPHA / DIGIT / "_")</c> (RFC 5229 §3, RFC 5228 §8.1).</summary>
internal static class VariableName
{
    /// <summary>RFC 5229 §6 asks for at least 32 characters.</summary>
    public const int MaxLength = 64;

    public static bool IsIdentifier(ReadOnlySpan<char> name)
    {
        if (name.IsEmpty || char.IsAsciiDigit(name[0]))
        {
            return false;
        }

        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '_')
            {
                return false;
            }
        }

        return true;
    }
}

using System.Security.Cryptography;

namespace Mail.Credentials;

/// <summary>Makes app passwords: nobody chooses them, so nobody guesses them.</summary>
public static class PasswordGenerator
{
    // 32 characters, 5 bits each, without those that look alike in some font (l 1, o 0); lower case, for telephones.
    private const string Alphabet = "abcdefghijkmnpqrstuvwxyz23456789";

    private const int Groups = 7;

    private const int GroupSize = 4;

    /// <summary>140 bits, as <c>kx4n-…</c>: seven groups of four. The hyphens belong to it.</summary>
    public static string Create() =>
        string.Join('-', Enumerable.Range(0, Groups).Select(_ => RandomNumberGenerator.GetString(Alphabet, GroupSize)));
}

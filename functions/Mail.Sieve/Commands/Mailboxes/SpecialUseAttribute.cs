using System.Buffers;

namespace Mail.Sieve;

/// <summary>The form of special-use attributes (RFC 6154 §6 use-attr).</summary>
internal static class SpecialUseAttribute
{
    // RFC 3501 §9 ATOM-CHAR
    private static readonly SearchValues<char> AtomChars =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$&'+,-./:;<=>?@[^_`|}~");

    public static bool IsValid(string attribute) =>
        attribute.Length > 1 && attribute[0] == '\\' && !attribute.AsSpan(1).ContainsAnyExcept(AtomChars);
}

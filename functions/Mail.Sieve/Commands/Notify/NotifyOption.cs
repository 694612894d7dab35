using System.Buffers;

namespace Mail.Sieve;

/// <summary>Options of <c>notify</c>: <c>optionname "=" value</c> (RFC 5435 §3.5).</summary>
internal static class NotifyOption
{
    private static readonly SearchValues<char> NameChars =
        SearchValues.Create(".-_ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");

    public static bool IsValid(string option)
    {
        var equals = option.IndexOf('=', StringComparison.Ordinal);
        return equals > 0
            && char.IsAsciiLetterOrDigit(option[0])
            && !option.AsSpan(0, equals).ContainsAnyExcept(NameChars)
            && option.AsSpan(equals).IndexOfAny('\0', '\r', '\n') < 0;
    }
}

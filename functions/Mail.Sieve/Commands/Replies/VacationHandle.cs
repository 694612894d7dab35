using System.Globalization;
using System.Security.Cryptography;

namespace Mail.Sieve;

/// <summary>A handle for a reply that the script gives none: of what it would say (RFC 5230 §4.2).</summary>
internal static class VacationHandle
{
    public static string Make(string? subject, string? from, bool isMime, string reason) =>
        "#" + Convert.ToHexStringLower(SHA256.HashData(SieveText.Encode(
            Counted(subject) + Counted(from) + (isMime ? "mime" : "text") + Counted(reason))));

    private static string Counted(string? part) =>
        part is null ? "-" : string.Create(CultureInfo.InvariantCulture, $"{part.Length}:{part}");
}

using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Mail.Gateway;

/// <summary>Tells whether a message is the one that a client sent before: SHA-256 as 64 lower-case hexadecimal digits.</summary>
public readonly record struct Fingerprint
{
    public const int Length = 64;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    private readonly string? _hex;

    private Fingerprint(string hex) => _hex = hex;

    /// <param name="hash">32 bytes.</param>
    public static Fingerprint FromHash(ReadOnlySpan<byte> hash) => new(Convert.ToHexStringLower(hash));

    /// <summary>True for exactly the form that <see cref="ToString"/> writes.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Fingerprint fingerprint)
    {
        var good = text is { Length: Length } && !text.AsSpan().ContainsAnyExcept(Digits);
        fingerprint = good ? new Fingerprint(text!) : default;
        return good;
    }

    public override string ToString() => _hex ?? throw new InvalidOperationException("An empty fingerprint is no fingerprint.");
}

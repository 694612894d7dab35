using System.Text;
using Mail.Smtp;

namespace Mail.Fuzz.Targets;

/// <summary>The argument of AUTH, and base64 against the slow and plain reading of it.</summary>
internal sealed class AuthTarget : IFuzzTarget
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    public string Name => "auth";

    public void Run(ReadOnlySpan<byte> input)
    {
        if (AuthParser.Parse(input, out var mechanism, out var response) == SmtpRejection.None)
        {
            BrokenPromiseException.Unless(mechanism.Length is > 0 and <= AuthParser.MaxMechanism, "a mechanism has a name");
            BrokenPromiseException.Unless(
                (response is null) == !input.Contains((byte)' '), "a response is what follows the name");
        }

        var accepted = AuthParser.TryDecode(input, out var decoded);
        BrokenPromiseException.Unless(
            accepted == IsBase64(Encoding.Latin1.GetString(input)), "base64 is whole groups of its alphabet, padded, with no bits to spare");
        BrokenPromiseException.Unless(
            !accepted || Convert.ToBase64String(decoded) == Encoding.Latin1.GetString(input), "what is read is written the same");
    }

    private static bool IsBase64(string text)
    {
        var digits = text.TrimEnd('=');
        var padding = text.Length - digits.Length;
        return text.Length % 4 == 0
            && padding <= 2
            && digits.All(Alphabet.Contains)
            && (padding == 0 || (digits.Length > 0 && Alphabet.IndexOf(digits[^1], StringComparison.Ordinal) % (padding == 1 ? 4 : 16) == 0));
    }
}

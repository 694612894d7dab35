using Mail.Core;
using Mail.Credentials;

namespace Mail.Ctl;

/// <summary>What can be kept of a password as Dovecot's passwd-file has it: <c>{SCHEME}text</c>.</summary>
internal static class MailboxPassword
{
    public const string Missing = "it has no password: mailctl account password";

    /// <returns>What makes the verifier when the account is stored, which takes a while; <c>null</c> with the reason when nothing can be taken over.</returns>
    public static (Func<PasswordVerifier>? Password, string? Remark) Read(string field, string address)
    {
        var close = field.StartsWith('{') ? field.IndexOf('}', StringComparison.Ordinal) : -1;
        var (scheme, text) = close > 0 ? (field[1..close].ToUpperInvariant(), field[(close + 1)..]) : ("", field);
        switch (scheme)
        {
            case "PLAIN" or "CLEARTEXT" when text.Length > 0 && PasswordHashing.IsAcceptable(text):
                return (() => PasswordHashing.Create(text), null);
            // Dovecot has the parts of RFC 5803 between commas.
            case "SCRAM-SHA-256" when text.Split(',') is [var iterations, var salt, var stored, var server]
                && PasswordVerifier.TryParse($"SCRAM-SHA-256${iterations}:{salt}${stored}:{server}", out var verifier):
                return (() => verifier, null);
            default:
                return (null, text is "" or "x" or "*" or "!" ? $"{Missing} {address}" : $"its password cannot be taken over, for it is hashed in another way: mailctl account password {address}");
        }
    }
}

namespace Mail.Sieve;

/// <summary>What no mailbox can be called, whatever the store (RFC 5228 §4.1).</summary>
internal static class MailboxName
{
    /// <returns>What is wrong with the name; <c>null</c> if nothing is.</returns>
    public static string? Problem(string name) =>
        name.Length == 0 ? "invalid folder name: expected at least one character"
        // RFC 5228 §4.1: names are UTF-8, and octets that are none stay lone surrogates.
        : !SieveText.IsUtf8(name) ? "invalid folder name: expected UTF-8"
        : null;
}

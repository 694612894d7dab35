namespace Mail.Sieve.Svtest;

/// <summary>Names of the test language.</summary>
internal static class SvtestNames
{
    /// <summary>The extension that test files require. Only what runs here has it.</summary>
    public const string Capability = "vnd.dovecot.testsuite";

    /// <summary>The default mailbox.</summary>
    public const string Inbox = "INBOX";
}

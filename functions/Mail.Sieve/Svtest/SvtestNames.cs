namespace Mail.Sieve.Svtest;

/// <summary>Names of the test language.</summary>
internal static class SvtestNames
{
    /// <summary>The extension that test files require. Scripts under test never see its commands.</summary>
    public const string Capability = "vnd.dovecot.testsuite";

    /// <summary>The default mailbox.</summary>
    public const string Inbox = "INBOX";
}

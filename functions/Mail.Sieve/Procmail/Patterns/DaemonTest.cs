namespace Mail.Sieve.Procmail;

/// <summary>
/// procmail's <c>^FROM_DAEMON</c> and <c>^FROM_MAILER</c>: senders that are programs. procmailrc(5), "Miscellaneous", has the expressions.
/// </summary>
internal static class DaemonTest
{
    private static readonly string[] Mailers =
    [
        "postmast", "postmaster", "postman", "postoffice", "mail", "mailer", "sendmail", "sendmailer", "daemon", "mmdf", "uucp", "nuucp", "ops",
        "response", "root", "smtp", "smtperror", @"bbs\.smtp", "service", "services", "server", "system", "admin", "administrator", "ammgr",
    ];

    private static readonly string[] Lists =
    [
        "postmst", "postmstr", "postmastr", "postmn", "majordomo", "listserv", "listproc", "netserv", "owner", "request", "bounce", "echo", "mirror", "autoanswer",
    ];

    public static SieveTest Of(Pattern.Daemon daemon)
    {
        var names = string.Join('|', daemon.WithLists ? [.. Mailers, .. Lists] : Mailers);
        // A word of the address or the name, and if anything follows, it is the domain, a blank or a comment.
        var inField = $@"^([^>]*[^(.%@a-z0-9])?({names})(([^).!:a-z0-9][-_a-z0-9]*)?[%@> ][^<)]*(\(.*\).*)?)?$";
        var inEnvelope = $@"^({names})(([^).!:a-z0-9][-_a-z0-9]*)?[%@].*)?$";
        SieveTest[] mailers =
        [
            SieveTest.Of($"header :regex {ImportText.List(["from", "sender", "resent-from", "resent-sender", "x-envelope-from"])} {ImportText.Quote(inField)}"),
            SieveTest.Of($"envelope :regex \"from\" {ImportText.Quote(inEnvelope)}"),
            // The null sender of bounces has no name; mail servers write MAILER-DAEMON in its place.
            SieveTest.Of("envelope :is \"from\" \"\""),
        ];
        return SieveTest.AnyOf(daemon.WithLists
            ? [
                SieveTest.Of("exists \"mailing-list\""),
                SieveTest.Of("header :contains \"precedence\" [\"junk\", \"bulk\", \"list\"]"),
                SieveTest.Of("header :matches \"to\" \"Multiple recipients of *\""),
                .. mailers,
            ]
            : mailers);
    }
}

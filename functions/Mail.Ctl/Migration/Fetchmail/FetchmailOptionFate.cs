namespace Mail.Ctl;

/// <summary>Options of fetchmail that become nothing here, and why.</summary>
internal static class FetchmailOptionFate
{
    private const string Programs = "programs are not run here";
    private const string Into = "mail goes straight into the mailbox here, and there is no server between";
    private const string Unchanged = "messages stay as they are";
    private const string Ourselves = "is taken care of by itself";

    private static readonly Dictionary<string, string> LostReasons = new(StringComparer.Ordinal)
    {
        ["mda"] = "mail goes into the mailbox here; what procmail or maildrop did, rules do: mailctl rule import",
        ["bsmtp"] = "mail is not written to files here",
        ["preconnect"] = Programs,
        ["postconnect"] = Programs,
        ["plugin"] = Programs,
        ["plugout"] = Programs,
        ["interface"] = "there is no interface to look at",
        ["monitor"] = "there is no interface to look at",
        ["sslcert"] = "there are no client certificates; a password, or OAuth",
        ["sslkey"] = "there are no client certificates; a password, or OAuth",
        ["sslcertfile"] = "certificates are held against the public ones; for a server with another: mailctl fetch add --fingerprint",
        ["sslcertpath"] = "certificates are held against the public ones; for a server with another: mailctl fetch add --fingerprint",
        ["sslcommonname"] = "the certificate has to name the host; for a server with another: mailctl fetch add --fingerprint",
        ["principal"] = "Kerberos is not spoken",
        ["qvirtual"] = "addresses stay as the provider writes them",
        ["fetchdomains"] = "is for ETRN and ODMR, which are not spoken: let the other server send here",
        ["flush"] = "nothing is deleted there before it is fetched",
        ["limitflush"] = "what is too large stays there, and its owner is told",
        ["antispam"] = "nothing is refused after it has been fetched; the spam filter files it",
    };

    private static readonly Dictionary<string, string> NeedlessReasons = new(StringComparer.Ordinal)
    {
        ["smtphost"] = Into,
        ["smtpaddress"] = Into,
        ["smtpname"] = Into,
        ["esmtpname"] = Into,
        ["esmtppassword"] = Into,
        ["batchlimit"] = Into,
        ["rewrite"] = Unchanged,
        ["stripcr"] = Unchanged,
        ["forcecr"] = Unchanged,
        ["pass8bits"] = Unchanged,
        ["mimedecode"] = Unchanged,
        ["dropstatus"] = Unchanged,
        ["dropdelivered"] = Unchanged,
        ["bad-header"] = Unchanged,
        ["timeout"] = Ourselves,
        ["uidl"] = Ourselves,
        ["fastuidl"] = Ourselves,
        ["expunge"] = Ourselves,
        ["fetchsizelimit"] = Ourselves,
        ["tracepolls"] = Ourselves,
        ["fetchall"] = "everything that has not been fetched is fetched, read or not",
        ["warnings"] = "of a message that is too large its owner is told once",
        ["idle"] = "there is no connection that stays open; --interval 1m comes close",
        ["aka"] = "names of the server do not matter: recipients are read from one field only",
        ["dns"] = "names of the server do not matter: recipients are read from one field only",
        ["checkalias"] = "names of the server do not matter: recipients are read from one field only",
        ["localdomains"] = "whoever has an account or an alias here gets the mail of several people that is for him",
        ["properties"] = "fetchmail did nothing with it either",
    };

    /// <summary>Says what becomes of the options of one section that nothing is made of.</summary>
    public static void Report(MigrationPlan plan, string where, FetchmailSection section)
    {
        foreach (var name in section.Names.Where(name => section.Flag(name) != false || section.Words(name) is not ["no"]))
        {
            var source = $"{where} {name}";
            if (LostReasons.TryGetValue(name, out var reason))
            {
                plan.NotConverted(section.Line, source, reason);
            }
            else if (NeedlessReasons.TryGetValue(name, out reason))
            {
                plan.NotNeeded(section.Line, source, reason);
            }
        }
    }
}

namespace Mail.Ctl;

/// <summary>The keywords of fetchmail 6.4 with their synonyms (fetchmail(1), "Keyword/Option Summary").</summary>
internal static class FetchmailWords
{
    /// <summary>Begin a statement.</summary>
    public static IReadOnlySet<string> Statements { get; } = new HashSet<string> { "poll", "server", "skip", "defaults", "set" };

    /// <summary>Begin the description of a user, or belong to it.</summary>
    public static IReadOnlySet<string> Users { get; } = new HashSet<string> { "user", "username", "is", "to", "here", "there" };

    /// <summary>Make an entry resemble English.</summary>
    public static IReadOnlySet<string> Noise { get; } = new HashSet<string> { "and", "with", "has", "wants", "options" };

    /// <summary>The name that options are kept under, and what follows.</summary>
    public static IReadOnlyDictionary<string, (string Name, FetchmailWord Kind)> Options { get; } = Build();

    public static bool IsKeyword(FetchmailToken token) => !token.IsQuoted
        && (Statements.Contains(token.Text) || Users.Contains(token.Text) || Noise.Contains(token.Text) || Options.ContainsKey(token.Text) || token.Text == "no");

    private static Dictionary<string, (string Name, FetchmailWord Kind)> Build()
    {
        var options = new Dictionary<string, (string Name, FetchmailWord Kind)>(StringComparer.Ordinal);
        void Add(FetchmailWord kind, string names)
        {
            foreach (var name in names.Split(' '))
            {
                var synonyms = name.Split('|');
                Array.ForEach(synonyms, synonym => options[synonym] = (synonyms[0], kind));
            }
        }

        Add(FetchmailWord.Value, "via protocol|proto port|service authenticate|auth timeout qvirtual interface monitor plugin plugout interval principal esmtpname esmtppassword bad-header");
        Add(FetchmailWord.Value, "password|pass sslcert sslcertfile sslcertpath sslcommonname sslfingerprint sslkey sslproto smtpaddress smtpname mda bsmtp preconnect postconnect");
        Add(FetchmailWord.Value, "limit warnings batchlimit fetchlimit fetchsizelimit fastuidl expunge properties");
        Add(FetchmailWord.List, "localdomains|local aka folder|folders smtphost|smtp fetchdomains antispam");
        Add(FetchmailWord.Flag, "dns checkalias uidl tracepolls ssl sslcertck keep flush limitflush fetchall rewrite stripcr forcecr pass8bits dropstatus dropdelivered mimedecode idle");
        Add(FetchmailWord.Envelope, "envelope");
        return options;
    }
}

namespace Mail.Ctl;

/// <summary>The lists smtpd_…_restrictions of Postfix, word by word.</summary>
internal sealed class MainCfRestrictions(MainCf config, MigrationPlan plan)
{
    private const string Always = "is so here anyway";

    private static readonly Dictionary<string, (string Setting, string Value)> Settings = new(StringComparer.Ordinal)
    {
        ["reject_unknown_client_hostname"] = ("client-name", "verified"),
        ["reject_unknown_client"] = ("client-name", "verified"),
        ["reject_unknown_reverse_client_hostname"] = ("client-name", "reverse"),
        ["reject_invalid_helo_hostname"] = ("helo", "strict"),
        ["reject_invalid_hostname"] = ("helo", "strict"),
        ["reject_non_fqdn_helo_hostname"] = ("helo", "strict"),
        ["reject_non_fqdn_hostname"] = ("helo", "strict"),
        ["reject_unknown_helo_hostname"] = ("helo-must-resolve", "yes"),
        ["reject_unknown_hostname"] = ("helo-must-resolve", "yes"),
        ["reject_unknown_sender_domain"] = ("sender-domain", "yes"),
    };

    private static readonly Dictionary<string, string> Needless = new(StringComparer.Ordinal)
    {
        ["permit"] = Always,
        ["permit_mynetworks"] = Always,
        ["permit_sasl_authenticated"] = Always,
        ["reject_unauth_destination"] = Always,
        ["defer_unauth_destination"] = Always,
        ["reject_unlisted_recipient"] = Always,
        ["reject_unverified_recipient"] = "recipients are known here; there is no other server to ask",
        ["reject_unlisted_sender"] = Always,
        ["reject_authenticated_sender_login_mismatch"] = Always,
        ["reject_sender_login_mismatch"] = Always,
        ["reject_unauth_pipelining"] = "who speaks before the greeting is refused; see setting greet-enforce",
        ["reject_non_fqdn_sender"] = Always,
        ["reject_non_fqdn_recipient"] = Always,
        ["reject_unknown_recipient_domain"] = Always,
    };

    private readonly List<string> _lists = [];
    private int _listLine;

    public static bool IsList(string name) => name.StartsWith("smtpd_", StringComparison.Ordinal) && name.EndsWith("_restrictions", StringComparison.Ordinal);

    public void Read(MainCfParameter parameter)
    {
        var words = config.Words(parameter.Name);
        var told = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < words.Count; i++)
        {
            var (word, argument) = (words[i], TakesArgument(words[i]) && i + 1 < words.Count ? words[i + 1] : null);
            i += argument is null ? 0 : 1;
            // What comes twice is told once: values that refer to each other can repeat a word thousands of times.
            if (told.Add($"{word} {argument}"))
            {
                Convert(parameter, word, argument);
            }
        }
    }

    private void Convert(MainCfParameter parameter, string word, string? argument)
    {
        var source = argument is null ? $"{parameter.Name}: {word}" : $"{parameter.Name}: {word} {argument}";
        if (Settings.TryGetValue(word, out var setting))
        {
            plan.Make(parameter.Line, source, new SettingTarget(setting.Setting, setting.Value));
        }
        else if (Needless.TryGetValue(word, out var reason))
        {
            plan.NotNeeded(parameter.Line, source, reason);
        }
        else if (word is "reject_rbl_client" && argument is not null)
        {
            _lists.Add(argument);
            _listLine = _listLine == 0 ? parameter.Line : _listLine;
        }
        else
        {
            plan.NotConverted(parameter.Line, source, Advice(word, argument));
        }
    }

    /// <summary>Lists of clients stand in many places in Postfix, and in one setting here.</summary>
    public void Finish()
    {
        if (_lists.Count > 0 && config.Value("postscreen_dnsbl_sites") is null)
        {
            plan.Make(_listLine, "reject_rbl_client " + string.Join(", ", _lists), new SettingTarget("dnsbl-sites", string.Join(", ", _lists.Distinct())));
        }
        else if (_lists.Count > 0)
        {
            plan.NotConverted(_listLine, "reject_rbl_client " + string.Join(", ", _lists), "postscreen_dnsbl_sites has lists already; add these to it: mailctl setting set dnsbl-sites");
        }
    }

    private static bool TakesArgument(string word) =>
        word.StartsWith("check_", StringComparison.Ordinal) || word.StartsWith("reject_r", StringComparison.Ordinal) || word is "permit_dnswl_client" or "sleep";

    private static string Advice(string word, string? argument) => word switch
    {
        "check_policy_service" when argument?.Contains("spf", StringComparison.OrdinalIgnoreCase) == true => "SPF is checked here by itself",
        "check_policy_service" => "policy services are not asked; greylisting is built in: mailctl setting set greylist",
        "permit_dnswl_client" => "a list of good clients has a weight below 0 in mailctl setting set dnsbl-sites",
        _ when word.StartsWith("check_", StringComparison.Ordinal) && word.EndsWith("_access", StringComparison.Ordinal) => "for each row of that table: mailctl access add",
        _ => "has no counterpart",
    };
}

namespace Mail.Ctl;

/// <summary>Parameters of Postfix that are neither rows of our tables nor nothing: where they go instead, or why they need not go anywhere.</summary>
internal static class MainCfFate
{
    private const string Gateway = "is set for the gateway: ";
    private const string Ours = "is so here anyway";
    private const string Machine = "is about that machine";

    /// <summary>What to do; {0} is the value.</summary>
    private static readonly Dictionary<string, string> Elsewhere = new(StringComparer.Ordinal)
    {
        ["myhostname"] = Gateway + "MAIL_HOSTNAME={0}, also for the functions",
        ["message_size_limit"] = Gateway + "MAIL_MESSAGE_SIZE_LIMIT={0}",
        ["mynetworks"] = Gateway + "MAIL_RELAY_NETWORKS, for clients that may send anywhere without a password: {0}",
        ["smtpd_tls_cert_file"] = Gateway + "MAIL_TLS_CERTIFICATE",
        ["smtpd_tls_key_file"] = Gateway + "MAIL_TLS_KEY",
        ["smtpd_tls_chain_files"] = Gateway + "MAIL_TLS_CERTIFICATE and MAIL_TLS_KEY",
        ["smtpd_client_connection_count_limit"] = Gateway + "MAIL_MAX_SESSIONS_PER_ADDRESS={0}",
        ["default_process_limit"] = Gateway + "MAIL_MAX_SESSIONS; a session costs far less than a process",
        ["smtpd_upstream_proxy_protocol"] = Gateway + "MAIL_PROXY_NETWORKS, the addresses of the proxies",
        ["postscreen_upstream_proxy_protocol"] = Gateway + "MAIL_PROXY_NETWORKS, the addresses of the proxies",
        ["smtpd_authorized_xclient_hosts"] = Gateway + "MAIL_XCLIENT_NETWORKS={0}",
        ["alias_maps"] = "next: mailctl migrate aliases FILE --domain DOMAIN, for {0}",
        ["virtual_alias_maps"] = "next: mailctl migrate virtual FILE, for {0}",
        ["virtual_mailbox_maps"] = "next: mailctl migrate mailboxes FILE, for {0}",
        ["transport_maps"] = "next: mailctl migrate transport FILE, for {0}",
        ["sender_dependent_relayhost_maps"] = "for each row of {0}: mailctl transport add from:SENDER --smarthost HOST:PORT",
        ["sender_dependent_default_transport_maps"] = "for each row of {0}: mailctl transport add from:SENDER",
        ["relocated_maps"] = "for each row of {0}: mailctl alias add OLD NEW, or a rule that answers",
        ["smtp_sasl_password_maps"] = "put USER:PASSWORD of the smarthost into a vault and say where: mailctl transport add … --credentials",
        ["smtp_tls_policy_maps"] = "for each row of {0}: mailctl transport add DOMAIN --direct --tls LEVEL",
        ["mailbox_command"] = "rules do what it did: mailctl rule import ~/.procmailrc --account ADDRESS",
        ["mailbox_size_limit"] = "quotas are of accounts: mailctl account quota ADDRESS SIZE",
        ["virtual_mailbox_limit"] = "quotas are of accounts: mailctl account quota ADDRESS SIZE",
        ["smtpd_milters"] = "milters are not spoken to; rspamd and ClamAV are settings (mailctl setting set rspamd, clamav), DKIM signing is built in (mailctl domain dkim create)",
        ["non_smtpd_milters"] = "as smtpd_milters",
        ["content_filter"] = "scanners are settings: mailctl setting set rspamd, clamav",
        ["header_checks"] = "as rules for all: mailctl rule add --site",
        ["body_checks"] = "as rules for all: mailctl rule add --site",
        ["mime_header_checks"] = "attachments are a setting: mailctl setting set attachments",
        ["always_bcc"] = "as a rule for all: mailctl rule add --site copy --actions 'redirect :copy \"{0}\";'",
        ["recipient_bcc_maps"] = "as rules of accounts: redirect :copy",
        ["smtpd_sender_login_maps"] = "for each row of {0}: mailctl account grant",
        ["postscreen_access_list"] = "for each row of {0}: mailctl access add",
        ["postscreen_denylist_action"] = "is part of a row: mailctl access add",
        ["smtpd_client_message_rate_limit"] = "mailctl setting set rate-messages; see mailctl setting list for its unit",
        ["smtpd_client_connection_rate_limit"] = "mailctl setting set rate-connections; see mailctl setting list for its unit",
        ["smtpd_client_recipient_rate_limit"] = "mailctl setting set rate-recipients; see mailctl setting list for its unit",
    };

    private static readonly Dictionary<string, string> Needless = new(StringComparer.Ordinal)
    {
        ["alias_database"] = Machine,
        ["biff"] = Machine,
        ["compatibility_level"] = Machine,
        ["append_dot_mydomain"] = "addresses are taken as they are written",
        ["readme_directory"] = Machine,
        ["html_directory"] = Machine,
        ["inet_interfaces"] = Machine,
        ["inet_protocols"] = Machine,
        ["mail_owner"] = Machine,
        ["setgid_group"] = Machine,
        ["mydomain"] = "is used above and below, and nothing by itself",
        ["myorigin"] = "is used above and below, and nothing by itself",
        ["recipient_delimiter"] = "is a column of each domain",
        ["smtpd_banner"] = "the greeting is the host's name",
        ["disable_vrfy_command"] = Ours,
        ["smtpd_helo_required"] = Ours,
        ["strict_rfc821_envelopes"] = Ours,
        ["home_mailbox"] = "mail is brought over with mailctl mailbox import",
        ["virtual_mailbox_base"] = "mail is brought over with mailctl mailbox import",
        ["virtual_minimum_uid"] = Machine,
        ["virtual_uid_maps"] = Machine,
        ["virtual_gid_maps"] = Machine,
        ["virtual_transport"] = "mail for accounts goes into their mailboxes by itself",
        ["local_transport"] = "mail for accounts goes into their mailboxes by itself",
        ["mailbox_transport"] = "mail for accounts goes into their mailboxes by itself",
        ["local_recipient_maps"] = "who is known is seen from accounts and aliases",
        ["relay_recipient_maps"] = "all addresses of a domain that is passed on are taken",
        ["smtp_sasl_auth_enable"] = "whoever has credentials uses them",
        ["smtp_sasl_security_options"] = Ours,
        ["smtp_sasl_tls_security_options"] = Ours,
    };

    private static readonly string[] MachinePrefixes =
        ["smtpd_sasl_", "smtpd_tls_", "smtp_tls_", "tls_", "lmtp_", "milter_", "debug", "mail_", "queue_", "maillog_", "shlib_", "postscreen_"];

    private static readonly string[] MachineSuffixes = ["_directory", "_path", "_service_name", "_cache_database", "_timeout", "_map"];

    public static void Report(MigrationPlan plan, MainCfParameter parameter, string value)
    {
        if (Elsewhere.TryGetValue(parameter.Name, out var advice))
        {
            plan.NotConverted(parameter.Line, parameter.Source, advice.Replace("{0}", value, StringComparison.Ordinal));
        }
        else if (Needless.TryGetValue(parameter.Name, out var reason))
        {
            plan.NotNeeded(parameter.Line, parameter.Source, reason);
        }
        else if (Array.Exists(MachineSuffixes, suffix => parameter.Name.EndsWith(suffix, StringComparison.Ordinal)))
        {
            plan.NotNeeded(parameter.Line, parameter.Source, Machine);
        }
        else if (Array.Exists(MachinePrefixes, prefix => parameter.Name.StartsWith(prefix, StringComparison.Ordinal)))
        {
            plan.NotNeeded(parameter.Line, parameter.Source, "tunes a part of Postfix's that has its own ways here");
        }
        else
        {
            plan.NotConverted(parameter.Line, parameter.Source, "has no counterpart, or none that is known; see docs/migrating.md");
        }
    }
}

namespace Mail.Core;

/// <summary>
/// What the operator tunes for the whole site while it runs: rows of table <c>Settings</c>, in force within ten seconds. What belongs to one
/// process (ports, certificates, networks) is not here but in its options. Names, texts and ranges are in <see cref="SiteSettingCatalog"/>.
/// </summary>
public sealed record SiteSettings
{
    /// <summary>What holds where no row says otherwise.</summary>
    public static SiteSettings Default { get; } = new();

    /// <summary>
    /// Whose first message to somebody is put off. Default suspicious: servers that retry almost always have a verified name, and their
    /// mail (sign-in codes, answers) must not wait five minutes; what runs on hijacked home computers has none and does not retry.
    /// </summary>
    public GreylistMode Greylist { get; init; } = GreylistMode.Suspicious;

    /// <summary>How long the first attempt is put off. Default 5 min, postgrey's: the first retry of common servers comes after 5 to 15 min.</summary>
    public TimeSpan GreylistDelay { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a retry may take to come. Default 2 days, postgrey's: some servers wait hours between attempts.</summary>
    public TimeSpan GreylistWindow { get; init; } = TimeSpan.FromDays(2);

    /// <summary>How many messages have to pass before a client's network is not asked again. Default 5, postgrey's.</summary>
    public int GreylistAllowAfter { get; init; } = 5;

    /// <summary>How long a network that has proved itself, or a pair of correspondents, is remembered. Default 35 days, postgrey's: a monthly newsletter stays known.</summary>
    public TimeSpan GreylistAllowTime { get; init; } = TimeSpan.FromDays(35);

    /// <summary>How long the record of refused mail is kept. Default 30 days.</summary>
    public TimeSpan RejectsKept { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How many refusals of one recipient's mail are recorded per hour; further ones are counted. Default 60.</summary>
    public int RejectsPerRecipient { get; init; } = 60;

    /// <summary>The DNS lists that are asked about clients. Default none: each has its terms of use, and wants a resolver of one's own.</summary>
    public DnsListSites DnsListSites { get; init; } = DnsListSites.None;

    /// <summary>The score from which on a client is refused. Default 1, Postfix's <c>postscreen_dnsbl_threshold</c>: one list is enough.</summary>
    public int DnsListThreshold { get; init; } = 1;

    /// <summary>
    /// Which clients are refused for their reverse name. Default off: enough honest servers have none, and greylisting takes it into account.
    /// </summary>
    public ClientNameRule ClientNameRule { get; init; } = ClientNameRule.Off;

    /// <summary>
    /// Which clients are refused for their HELO. Default forged. RFC 5321 §4.1.4 has no refusal for a HELO that does not verify; §7.9 leaves a site its
    /// policy, and a stranger who says that he is us is no server that anybody misses.
    /// </summary>
    public HeloRule HeloRule { get; init; } = HeloRule.Forged;

    /// <summary>Refuse a HELO name without A, AAAA or MX: Postfix's <c>reject_unknown_helo_hostname</c>. Default no.</summary>
    public bool HeloMustResolve { get; init; }

    /// <summary>Refuse senders whose domain takes no mail: Postfix's <c>reject_unknown_sender_domain</c>. Default yes: nobody could be answered.</summary>
    public bool SenderDomainMustExist { get; init; } = true;

    /// <summary>Put off senders whose domain cannot be looked up at present. Default no: their DNS is not the message's fault.</summary>
    public bool SenderDomainUnavailableDefers { get; init; }

    /// <summary>
    /// How long the greeting of a client that is not known yet is held back, to see whether it speaks first; 0 is no test. Default 2 s, what Postfix's
    /// <c>postscreen_greet_wait</c> is under load (6 s otherwise): senders that do not wait at all do not wait for 2 s either.
    /// </summary>
    public TimeSpan GreetWait { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Refuse those who speak first. Default yes.</summary>
    public bool GreetEnforce { get; init; } = true;

    /// <summary>
    /// Whether the <c>Received:</c> field of a message that a user has submitted leaves out from where. Default yes: it says at home or at work, and
    /// with which provider; our own records keep it.
    /// </summary>
    public bool HideClientAddress { get; init; } = true;

    /// <summary>How many recipients a user may name in an hour. Default 500: a newsletter of a club, and the most that a stolen password sends before somebody looks.</summary>
    public int SubmissionRecipientsPerHour { get; init; } = 500;

    /// <summary>How many recipients a user may name in a day. Default 2000, Google Workspace's.</summary>
    public int SubmissionRecipientsPerDay { get; init; } = 2000;

    /// <summary>
    /// Connections a minute from one stranger's network (IPv4 address, IPv6 /64); 0 is no limit. Default 120. Postfix's
    /// <c>smtpd_client_connection_rate_limit</c> has none; a server that sends us two connections a second keeps them open instead.
    /// </summary>
    public int RateConnections { get; init; } = 120;

    /// <summary>
    /// Connections a minute to the ports for submission from one network; 0 is no limit. Default 600: an office of some hundred people whose programs
    /// connect for each message. Each may try up to three passwords.
    /// </summary>
    public int RateSubmissionConnections { get; init; } = 600;

    /// <summary>Messages a minute, as <see cref="RateConnections"/>. Default 600: ten a second from one address.</summary>
    public int RateMessages { get; init; } = 600;

    /// <summary>Recipients a minute, refused ones too. Default 1200.</summary>
    public int RateRecipients { get; init; } = 1200;

    /// <summary>Refused recipients a minute, beyond which the network's next connections are sent away. Default 120: a mistyped list has fewer, a guesser of names more.</summary>
    public int RateErrors { get; init; } = 120;

    /// <summary>How many Received fields a message may have, ours included. Default 50, Postfix's <c>hopcount_limit</c>; RFC 5321 §6.3 wants 100 to be an outer bound.</summary>
    public int HopLimit { get; init; } = 50;

    /// <summary>When a sender is told that his message is still on its way; 0 is never. Default 4 h: Postfix has it off, Exim and Sendmail say 24 h and 4 h.</summary>
    public TimeSpan DelayWarning { get; init; } = TimeSpan.FromHours(4);

    /// <summary>Wait before the second attempt at another server. Default 300 s, Postfix's <c>minimal_backoff_time</c>.</summary>
    public TimeSpan RetryFirst { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>The longest wait between two attempts. Default 4000 s, Postfix's <c>maximal_backoff_time</c>.</summary>
    public TimeSpan RetryMax { get; init; } = TimeSpan.FromSeconds(4000);

    /// <summary>How long delivery to another server is tried. Default 5 d, Postfix's <c>maximal_queue_lifetime</c>; RFC 5321 §4.5.4.1 wants 4 to 5 days.</summary>
    public TimeSpan QueueLifetime { get; init; } = TimeSpan.FromDays(5);

    /// <summary>Attempts at one destination at once, over all instances, at most. Default 20, Postfix's <c>default_destination_concurrency_limit</c>.</summary>
    public int DestinationConcurrency { get; init; } = 20;

    /// <summary>
    /// Who is told when a notice cannot be delivered; <c>null</c> for the postmaster of the domain that the message concerns. Postfix:
    /// <c>2bounce_notice_recipient</c>.
    /// </summary>
    public MailAddress? Postmaster { get; init; }

    /// <summary>
    /// Who reports to other domains how TLS with their servers went (RFC 8460); <c>null</c> for nobody. Default nobody: a report counts only with a signature
    /// of its sender's domain (§3), and which domain that is the operator has to say.
    /// </summary>
    public MailAddress? TlsReportSender { get; init; }

    /// <summary>
    /// Who reports to other domains what came in their name (RFC 7489 §7.2); <c>null</c> for nobody. Default nobody: reports have to come from a domain that
    /// signs, and say whose eyes have seen the mail.
    /// </summary>
    public MailAddress? DmarcReportSender { get; init; }

    /// <summary>An account of its own to which other servers report what came in the name of our domains; <c>null</c> for none. Default none.</summary>
    public MailAddress? DmarcReportAddress { get; init; }

    /// <summary>How long what others have reported is kept. Default 90 days: a policy is made stricter over weeks.</summary>
    public TimeSpan DmarcReportsKept { get; init; } = TimeSpan.FromDays(90);

    /// <summary>Wait before attempt number <paramref name="attempts"/> + 1 at another server: doubling from <see cref="RetryFirst"/> to <see cref="RetryMax"/>.</summary>
    /// <param name="attempts">Attempts made, at least 1.</param>
    public TimeSpan RetryDelay(int attempts)
    {
        // 2^20 times the shortest first wait is beyond any maximum.
        var delay = RetryFirst * Math.Pow(2, Math.Clamp(attempts - 1, 0, 20));
        return delay < RetryMax ? delay : RetryMax;
    }

    /// <summary>
    /// The mode of the MTA-STS policy that we serve for our domains (RFC 8461 §3.2). Default testing: nobody keeps mail back, and reports show
    /// whether the certificate is good enough for enforce.
    /// </summary>
    public MtaStsMode MtaSts { get; init; } = MtaStsMode.Testing;

    /// <summary>How many gateways share the traffic: each grants its part of the rates. Default 1.</summary>
    public int GatewayReplicas { get; init; } = 1;

    /// <summary>How long an address that does not exist, as its server said for good, gets no further mail. Default 30 days: people also create addresses.</summary>
    public TimeSpan SuppressionTime { get; init; } = TimeSpan.FromDays(30);

    /// <summary>
    /// How many messages that our users forward a domain refuses within an hour before forwarding to it waits; 0 never. Default 20: a few refused
    /// pieces of spam are usual, a run of them costs our reputation there.
    /// </summary>
    public int ForwardRefusals { get; init; } = 20;

    /// <summary>Which part of the forwards of that hour have to be refused for it, in percent. Default 20.</summary>
    public int ForwardRefusalsPercent { get; init; } = 20;

    /// <summary>For how long forwarding to such a domain waits before it is tried again. Default 1 h.</summary>
    public TimeSpan ForwardPause { get; init; } = TimeSpan.FromHours(1);

    /// <summary>
    /// Whether a rule that files into a folder that is not there makes it, also without <c>:create</c> (RFC 5228 §4.1 leaves it open). Default yes, as with
    /// Procmail: who names a folder in a rule wants his mail there.
    /// </summary>
    public bool RulesCreateFolders { get; init; } = true;

    /// <summary>
    /// The longest <see cref="QuarantineTime"/>. The spool's lifecycle rule removes what is 60 days old whatever happened (infra/main.bicep, spoolNetDays): five
    /// days a message may wait for its scanners before, and five for its recipients after the release, and five are to spare.
    /// </summary>
    public static TimeSpan MaxQuarantineTime { get; } = TimeSpan.FromDays(45);

    /// <summary>How long what is in quarantine waits for somebody to release it before it is removed. Default 30 days, amavis's and Microsoft 365's.</summary>
    public TimeSpan QuarantineTime { get; init; } = TimeSpan.FromDays(30);

    /// <summary>
    /// What is done with mail that its author's domain asks to reject. Default file: who sends through lists and forwarders fails DMARC honestly, and a
    /// person finds it in Junk.
    /// </summary>
    public DmarcAction DmarcReject { get; init; } = DmarcAction.File;

    /// <summary>What is done with mail that its author's domain asks to quarantine. Default file: that is what the word means (RFC 7489 §6.3).</summary>
    public DmarcAction DmarcQuarantine { get; init; } = DmarcAction.File;

    /// <summary>
    /// Whose ARC seals are believed when they say that DMARC passed before the message was changed (RFC 8617 §7.2). Default nobody's: a sealer can say so of
    /// any message.
    /// </summary>
    public DomainList TrustedSealers { get; init; } = DomainList.Empty;

    /// <summary>What becomes of dangerous attachments. Default: what providers do not take at all goes into quarantine, see <see cref="AttachmentPolicy.Default"/>.</summary>
    public AttachmentPolicy Attachments { get; init; } = AttachmentPolicy.Default;

    /// <summary>Where ClamAV's daemon listens; <c>null</c> for none. Default none: it is a program of its own, of 1.5 GB.</summary>
    public ScannerAddress? ClamAv { get; init; }

    /// <summary>What becomes of mail that ClamAV cannot be asked about. Default defer, as Postfix's <c>milter_default_action</c> has it: viruses come in waves.</summary>
    public ScanFailureRule ClamAvFailure { get; init; } = ScanFailureRule.Defer;

    /// <summary>What becomes of infected mail: junk, quarantine or discard. Default quarantine: signatures are wrong at times.</summary>
    public ScanAction InfectedMail { get; init; } = ScanAction.Quarantine;

    /// <summary>
    /// What becomes of mail that is too large for a scanner, now and ever: pass, tag, junk, quarantine or discard. <c>null</c>, the default: as the scanner fails.
    /// One that fails closed lets nothing by that it has not seen, so quarantine, since waiting would help nobody; one that fails open lets it pass.
    /// </summary>
    public ScanAction? UnscannedMail { get; init; }

    /// <summary>What becomes of mail of our own users that scanners would keep from everybody. Default: they get it back, for they can be told.</summary>
    public SubmissionRule SubmittedMail { get; init; } = SubmissionRule.Return;

    /// <summary>Where rspamd's normal worker or proxy listens; <c>null</c> for nowhere. Default nowhere.</summary>
    public Uri? Rspamd { get; init; }

    /// <summary>What becomes of mail that rspamd cannot be asked about. Default pass: it is a second opinion.</summary>
    public ScanFailureRule RspamdFailure { get; init; } = ScanFailureRule.Pass;

    /// <summary>What becomes of mail that rspamd would reject: tag, junk, quarantine or discard. Default junk. Its milder words only tag.</summary>
    public ScanAction RspamdReject { get; init; } = ScanAction.Junk;

    /// <summary>What becomes of mail that is too large for a scanner which fails like this.</summary>
    public ScanAction UnscannedFor(ScanFailureRule rule) => UnscannedMail ?? (rule == ScanFailureRule.Defer ? ScanAction.Quarantine : ScanAction.Pass);

    /// <summary>How long one scanner may take for one message. Default 60 s: clamd needs seconds for large archives, and minutes while it loads new signatures.</summary>
    public TimeSpan ScanTime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Octets beyond which a message is not given to ClamAV and rspamd. Default 100 MiB, clamd's <c>StreamMaxLength</c>; rspamd's <c>max_message</c> is half of it.</summary>
    public int ScanMaxMegabytes { get; init; } = 100;

    /// <summary>
    /// What is done by the score of a message, where neither account nor domain says. Default: the filter's own thresholds; what is unsure goes to a folder
    /// <c>Unsure</c>, as SpamBayes does; and no digest, since nobody has asked for more mail.
    /// </summary>
    public SpamPreferences Spam { get; init; } = new() { ReviewFolder = "Unsure", Digest = false };

    /// <summary>
    /// How long after a message was trained the filter forgets those of its words that no other trained message has; 0 is never. Default 365 days: bogofilter's manual has
    /// words that were seen once go after weeks, and by a year later its senders' habits have changed, while nobody has had to put them right.
    /// </summary>
    public TimeSpan SpamForgetAfter { get; init; } = TimeSpan.FromDays(365);

    /// <summary>An account to which users send what is wanted and was taken for spam; <c>null</c> for none. Default none.</summary>
    public MailAddress? TrainHamAddress { get; init; }

    /// <summary>An account to which users send spam that was not taken for it; <c>null</c> for none. Default none.</summary>
    public MailAddress? TrainSpamAddress { get; init; }
}

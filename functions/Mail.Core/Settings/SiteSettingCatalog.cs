namespace Mail.Core;

/// <summary>Every setting of the site. A new one is a property of <see cref="SiteSettings"/> and a line here.</summary>
public static class SiteSettingCatalog
{
    /// <summary>In the order in which they are shown.</summary>
    public static IReadOnlyList<SiteSetting> All { get; } =
    [
        new("greylist", "whose first message is put off: off (nobody's), suspicious (clients without verified name or with a bad score), on (everybody's)",
            "off, suspicious or on",
            (s, v) => SettingText.TryChoice<GreylistMode>(v, out var mode) ? s with { Greylist = mode } : null,
            s => SettingText.Choice(s.Greylist)),
        new("greylist-delay", "how long a first message is put off",
            "a time from 10s to 6h, such as 5m",
            (s, v) => SettingText.TryTime(v, TimeSpan.FromSeconds(10), TimeSpan.FromHours(6), out var time) ? s with { GreylistDelay = time } : null,
            s => SettingText.Time(s.GreylistDelay)),
        new("greylist-window", "how long after the first attempt a retry may come",
            "a time from 12h to 30d, such as 2d",
            (s, v) => SettingText.TryTime(v, TimeSpan.FromHours(12), TimeSpan.FromDays(30), out var time) ? s with { GreylistWindow = time } : null,
            s => SettingText.Time(s.GreylistWindow)),
        new("greylist-allow-after", "after how many messages that came again a client's network is no longer put off",
            "a number from 1 to 1000",
            (s, v) => SettingText.TryNumber(v, 1, 1000, out var number) ? s with { GreylistAllowAfter = number } : null,
            s => SettingText.Number(s.GreylistAllowAfter)),
        new("greylist-allow-time", "how long such a network, and who came again, is remembered after the last message",
            "a time from 1d to 366d, such as 35d",
            (s, v) => SettingText.TryTime(v, TimeSpan.FromDays(1), TimeSpan.FromDays(366), out var time) ? s with { GreylistAllowTime = time } : null,
            s => SettingText.Time(s.GreylistAllowTime)),
        new("rejects-kept", "how long refused mail is shown by mailctl rejects",
            "a time from 1h to 366d, such as 30d",
            (s, v) => SettingText.TryTime(v, TimeSpan.FromHours(1), TimeSpan.FromDays(366), out var time) ? s with { RejectsKept = time } : null,
            s => SettingText.Time(s.RejectsKept)),
        new("rejects-per-recipient", "how many refusals of one recipient's mail are recorded per hour; 0 records none",
            "a number from 0 to 10000",
            (s, v) => SettingText.TryNumber(v, 0, 10_000, out var number) ? s with { RejectsPerRecipient = number } : null,
            s => SettingText.Number(s.RejectsPerRecipient)),
        new("dnsbl-sites", "DNS lists of clients: zone, optionally =addresses that count and *weight; below 0 for good clients",
            "a list such as zen.example*2, list.example=127.0.0.[2..4], good.example*-3",
            (s, v) => DnsListSites.TryParse(v, out var sites) ? s with { DnsListSites = sites } : null,
            s => s.DnsListSites.ToString()),
        new("dnsbl-threshold", "the sum of weights from which on a client is refused",
            "a number from 1 to 1000",
            (s, v) => SettingText.TryNumber(v, 1, 1000, out var number) ? s with { DnsListThreshold = number } : null,
            s => SettingText.Number(s.DnsListThreshold)),
        new("client-name", "refuse clients without a reverse name (reverse), or without one that leads back to their address (verified)",
            "off, reverse or verified",
            (s, v) => SettingText.TryChoice<ClientNameRule>(v, out var rule) ? s with { ClientNameRule = rule } : null,
            s => SettingText.Choice(s.ClientNameRule)),
        new("helo", "refuse clients whose HELO is malformed, our own name or another's address (forged), or also no full host name (strict)",
            "off, forged or strict",
            (s, v) => SettingText.TryChoice<HeloRule>(v, out var rule) ? s with { HeloRule = rule } : null,
            s => SettingText.Choice(s.HeloRule)),
        new("helo-must-resolve", "refuse clients whose HELO name is not in the DNS",
            "yes or no",
            (s, v) => SettingText.TryTruth(v, out var truth) ? s with { HeloMustResolve = truth } : null,
            s => SettingText.Truth(s.HeloMustResolve)),
        new("sender-domain", "refuse senders whose domain has neither MX nor address in the DNS",
            "yes or no",
            (s, v) => SettingText.TryTruth(v, out var truth) ? s with { SenderDomainMustExist = truth } : null,
            s => SettingText.Truth(s.SenderDomainMustExist)),
        new("sender-domain-defer", "put off senders whose domain cannot be looked up at present",
            "yes or no",
            (s, v) => SettingText.TryTruth(v, out var truth) ? s with { SenderDomainUnavailableDefers = truth } : null,
            s => SettingText.Truth(s.SenderDomainUnavailableDefers)),
        new("greet-wait", "how long the greeting of unknown clients is held back, to see whether they speak first; 0 for no test",
            "a time from 0s to 30s, such as 2s",
            (s, v) => SettingText.TryTime(v, TimeSpan.Zero, TimeSpan.FromSeconds(30), out var time) ? s with { GreetWait = time } : null,
            s => SettingText.Time(s.GreetWait)),
        new("greet-enforce", "refuse clients that speak before the greeting",
            "yes or no",
            (s, v) => SettingText.TryTruth(v, out var truth) ? s with { GreetEnforce = truth } : null,
            s => SettingText.Truth(s.GreetEnforce)),
        new("hide-client-address", "whether the Received field of users' own messages leaves out from where they were sent",
            "yes or no",
            (s, v) => SettingText.TryTruth(v, out var hide) ? s with { HideClientAddress = hide } : null,
            s => SettingText.Truth(s.HideClientAddress)),
        new("submission-recipients-per-hour", "how many recipients a user may name in an hour",
            "a number from 1 to 1000000",
            (s, v) => SettingText.TryNumber(v, 1, 1_000_000, out var number) ? s with { SubmissionRecipientsPerHour = number } : null,
            s => SettingText.Number(s.SubmissionRecipientsPerHour)),
        new("submission-recipients-per-day", "how many recipients a user may name in a day",
            "a number from 1 to 1000000",
            (s, v) => SettingText.TryNumber(v, 1, 1_000_000, out var number) ? s with { SubmissionRecipientsPerDay = number } : null,
            s => SettingText.Number(s.SubmissionRecipientsPerDay)),
        new("rate-connections", "connections a minute from one stranger's network (IPv4 address, IPv6 /64); 0 for no limit",
            "a number from 0 to 1000000",
            (s, v) => SettingText.TryNumber(v, 0, 1_000_000, out var number) ? s with { RateConnections = number } : null,
            s => SettingText.Number(s.RateConnections)),
        new("rate-messages", "messages a minute from one stranger's network; 0 for no limit",
            "a number from 0 to 1000000",
            (s, v) => SettingText.TryNumber(v, 0, 1_000_000, out var number) ? s with { RateMessages = number } : null,
            s => SettingText.Number(s.RateMessages)),
        new("rate-recipients", "recipients a minute from one stranger's network, refused ones too; 0 for no limit",
            "a number from 0 to 1000000",
            (s, v) => SettingText.TryNumber(v, 0, 1_000_000, out var number) ? s with { RateRecipients = number } : null,
            s => SettingText.Number(s.RateRecipients)),
        new("rate-errors", "refused recipients a minute from one stranger's network, beyond which its connections are sent away; 0 for no limit",
            "a number from 0 to 1000000",
            (s, v) => SettingText.TryNumber(v, 0, 1_000_000, out var number) ? s with { RateErrors = number } : null,
            s => SettingText.Number(s.RateErrors)),
        new("hop-limit", "how many Received fields a message may have before it is taken to go round in a circle",
            "a number from 10 to 200",
            (s, v) => SettingText.TryNumber(v, 10, 200, out var number) ? s with { HopLimit = number } : null,
            s => SettingText.Number(s.HopLimit)),
        new("gateway-replicas", "how many gateways share the traffic; each grants its part of the rates",
            "a number from 1 to 1000",
            (s, v) => SettingText.TryNumber(v, 1, 1000, out var number) ? s with { GatewayReplicas = number } : null,
            s => SettingText.Number(s.GatewayReplicas)),
    ];

    private static readonly Dictionary<string, SiteSetting> ByName = All.ToDictionary(setting => setting.Name, StringComparer.Ordinal);

    /// <summary><c>null</c> when there is none of that name.</summary>
    public static SiteSetting? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>What is wrong with a row, in words; <c>null</c> when nothing is.</summary>
    public static string? Problem(SiteSettingRow row) => Find(row.Name) switch
    {
        null => $"there is no setting '{row.Name}'; see: mailctl setting list",
        var setting when setting.Apply(SiteSettings.Default, row.Value) is null =>
            $"the value is not {setting.Expected}; the default {setting.Default} is used",
        _ => null,
    };

    /// <summary>The settings that rows make; one that is no good leaves the default.</summary>
    public static SiteSettings Read(IEnumerable<SiteSettingRow> rows) =>
        rows.Aggregate(SiteSettings.Default, (settings, row) => Find(row.Name)?.Apply(settings, row.Value) ?? settings);
}

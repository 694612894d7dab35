using Mail.Core;

namespace Mail.Ctl;

/// <summary>Which DNS records make a domain's mail come to us, its own mail credible, and its mail programs find us.</summary>
internal sealed class DnsRecords(DnsPlan plan)
{
    private readonly string _domain = plan.Domain.Name;

    /// <summary>In the order in which they are read best. Relay domains have people and senders elsewhere: theirs are the records about receiving.</summary>
    public IReadOnlyList<NeededRecord> All() =>
    [
        new NeededMx(_domain, plan.Services.Host),
        .. Addresses(),
        .. plan.Domain.Kind == DomainKind.Relay ? [] : Senders(),
        .. Receiving(),
        .. plan.Domain.Kind == DomainKind.Relay ? [] : ForClients(),
    ];

    private IEnumerable<NeededRecord> Addresses() =>
    [
        .. plan.Addresses.Select(address => new NeededAddress(plan.Services.Host, address)).DefaultIfEmpty(new NeededAddress(plan.Services.Host, null)),
        .. plan.Addresses.Select(address => new NeededPtr(address, plan.Services.Host)),
    ];

    private IEnumerable<NeededRecord> Senders()
    {
        yield return Spf();
        foreach (var key in plan.Keys.Where(key => key.State != DkimKeyState.Retired).OrderBy(key => key.State))
        {
            yield return new NeededDkim(key);
        }

        if (!plan.Keys.Any(key => key.State != DkimKeyState.Retired))
        {
            yield return new NeededKey(_domain);
        }

        yield return new NeededTags(
            "_dmarc." + _domain,
            "v=DMARC1",
            $"v=DMARC1; p=none; rua={MailTo(plan.DmarcReports)}",
            "What others do with mail that neither SPF nor DKIM vouches for: begin with none and read the reports; after some weeks without surprises p=quarantine, then p=reject",
            DmarcText.Judge);
        if (plan.DmarcReports is { } reader && reader.Domain != _domain)
        {
            yield return new NeededTags(
                $"{_domain}._report._dmarc.{reader.Domain}",
                "v=DMARC1",
                "v=DMARC1",
                // RFC 7489 §7.1.
                $"{reader.Domain} takes reports about {_domain}",
                _ => null);
        }
    }

    private NeededSpf Spf()
    {
        var terms = plan.Senders.Select(address => (address.GetAddressBytes().Length == 4 ? "ip4:" : "ip6:") + address)
            .Concat(plan.Includes.Select(include => "include:" + include));
        var missing = plan.Includes.Count == 0 ? plan.Smarthosts : [];
        return new NeededSpf(
            _domain,
            string.Join(' ', ["v=spf1", "mx", .. terms, "~all"]),
            // The gateway, where the same machine sends; a relay's addresses are the relay's matter.
            plan.Senders.Count > 0 ? plan.Senders : plan.Smarthosts.Count > 0 ? [] : plan.Addresses,
            plan.Includes,
            missing.Count == 0
                ? "Who sends as the domain: the gateway, and the functions if they have other addresses (--sends-from)"
                : $"Who sends as the domain: your mail goes through {string.Join(", ", missing)}, whose operator says what to include (--include)");
    }

    /// <summary>What makes others send to us by TLS, and tell us when it fails.</summary>
    private IEnumerable<NeededRecord> Receiving()
    {
        if (plan.MtaSts != MtaStsMode.None)
        {
            yield return new NeededTags(
                "_mta-sts." + _domain,
                "v=STSv1",
                plan.Policy.Record,
                $"MTA-STS: there is a policy, mode {SettingText.Choice(plan.MtaSts)} (mailctl setting set mta-sts enforce, once reports are good); its id changes with it",
                tags => tags.GetValueOrDefault("id") == plan.Policy.Id ? null : (RecordState.Differs, "the id is of another policy: others go on with the one that they know"));
            foreach (var alias in Alias(AnnouncedMtaSts.HostPrefix + _domain, "The MTA-STS policy, by https from the functions, with a certificate for this name"))
            {
                yield return alias;
            }
        }

        yield return new NeededTags(
            "_smtp._tls." + _domain,
            "v=TLSRPTv1",
            $"v=TLSRPTv1; rua={MailTo(plan.Reports)}",
            "TLS-RPT: who gets reports of others' failures to reach us by TLS (RFC 8460)",
            tags => tags.ContainsKey("rua") ? null : (RecordState.Differs, "it has no rua: nobody gets reports"));
    }

    /// <summary>For domains whose people log in with us.</summary>
    private IEnumerable<NeededRecord> ForClients() =>
    [
        .. Services(),
        .. Alias("autoconfig." + _domain, "Settings for Thunderbird and others, by https from the functions"),
        .. Alias("autodiscover." + _domain, "Settings for Outlook, by https from the functions"),
        // Outlook asks for this one when the names do not answer; it spares a certificate for each domain.
        new NeededService("_autodiscover._tcp." + _domain, new DnsRecord.Service(0, 0, 443, plan.Web), "Settings for Outlook, by https from the functions"),
    ];

    /// <summary>None where the name is that host: it has addresses then.</summary>
    private NeededAlias[] Alias(string name, string note) => name == plan.Web ? [] : [new NeededAlias(name, plan.Web, note)];

    private IEnumerable<NeededRecord> Services()
    {
        foreach (var service in plan.Services.All)
        {
            // RFC 6186 §3.4: the lower priority is preferred.
            var priority = service.Security == AnnouncedSecurity.Tls ? 0 : 10;
            yield return new NeededService(
                $"{service.SrvName}.{_domain}",
                new DnsRecord.Service(priority, 1, service.Port, service.Host),
                "What mail programs may use (RFC 6186, RFC 8314)");
        }

        var all =
            from protocol in Enum.GetValues<AnnouncedProtocol>()
            from security in Enum.GetValues<AnnouncedSecurity>()
            select AnnouncedService.SrvNameOf(protocol, security);
        foreach (var missing in all.Except(plan.Services.All.Select(service => service.SrvName)))
        {
            // RFC 6186 §3.4: a target of "." says that there is no such service.
            yield return new NeededService($"{missing}.{_domain}", new DnsRecord.Service(0, 0, 0, ""), "What is not offered");
        }
    }

    // RFC 6068 §2, and RFC 7489 §6.4 and RFC 8460 §3 on commas and semicolons.
    private string MailTo(MailAddress? reports) => reports is { } reader ? $"mailto:{Uri.EscapeDataString(reader.LocalPart)}@{reader.Domain}" : "mailto:postmaster@" + _domain;
}

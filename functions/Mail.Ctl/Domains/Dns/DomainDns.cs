using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using Mail.Core;

namespace Mail.Ctl;

internal sealed class DomainDns : CtlCommand
{
    private static readonly Column[] Columns = [new("State"), new("Type"), new("Name"), new("There", MayWrap: true)];

    private readonly Argument<string> _name;
    private readonly Option<string?> _host;
    private readonly Option<string?> _web;
    private readonly Option<IPAddress[]> _addresses;
    private readonly Option<IPAddress[]> _senders;
    private readonly Option<string[]> _includes;
    private readonly Option<MailAddress?> _reports;
    private readonly Option<bool> _verify;

    public DomainDns(CtlApp app)
        : base(
            app,
            "dns",
            "Prints the DNS records to set for a domain, as lines of a zone file, or says which of them are there.",
            "mailctl domain dns example.test --host mail.example.test --address 192.0.2.1",
            "mailctl domain dns example.test --host mail.example.test --include spf.relay.test > example.test.zone",
            "mailctl domain dns example.test --host mail.example.test --verify")
    {
        _name = Take(Parameters.Domain());
        _host = Take(HostName("--host", "The name of the mail server. [default: $MAIL_PUBLIC_HOSTNAME, $MAIL_HOSTNAME]"));
        _web = Take(HostName("--web", "The host that serves autoconfig, autodiscover and the MTA-STS policy by https. [default: the mail server]"));
        _addresses = Take(Addresses("--address", "The mail server's public address; may be given more than once. [default with --verify: what the DNS says]"));
        _senders = Take(Addresses("--sends-from", "The address from which mail is sent, when it is not the mail server's; may be given more than once."));
        _includes = Take(new Option<string[]>("--include")
        {
            Description = "Whose SPF record names others that send for the domain, such as a relay's; may be given more than once.",
            HelpName = "NAME",
            DefaultValueFactory = _ => [],
            CustomParser = result => [.. result.Tokens.Select(token => ReadName(result, token.Value)).OfType<string>()],
        });
        _reports = Take(new Option<MailAddress?>("--reports")
        {
            Description = "Who gets other servers' reports. [default: for DMARC the setting dmarc-report-address; the domain's postmaster]",
            HelpName = "ADDRESS",
            CustomParser = result => MailAddressParser.TryParse(result.Tokens[0].Value, out var address, out var error)
                ? address
                : Parameters.Refuse<MailAddress>(result, $"'{result.Tokens[0].Value}' is not an address: {error}."),
        });
        _verify = Take(new Option<bool>("--verify") { Description = "Compare them with the live DNS, and the MTA-STS policy with what is served. Ends with 1 unless all are right." });
    }

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        string? Setting(string name) => name == AnnouncedServices.HostVariable ? run.Get(_host) ?? Console.Environment(name) : Console.Environment(name);
        if (!AnnouncedServices.TryRead(Setting, hostOtherwise: null, out var services, out var error))
        {
            return CommandResult.Usage(error + ", or give --host.");
        }

        if (await DomainLookup.FindAsync(run, run.Get(_name), cancellationToken) is not { } domain)
        {
            return DomainLookup.NotFound(run.Get(_name));
        }

        if (!domain.Enabled)
        {
            Console.Warn($"{DomainView.Both(domain.Name)} is disabled: its mail is refused until mailctl domain enable {domain.Name}.");
        }

        var plan = await PlanAsync(run, domain, services, cancellationToken);
        return run.Get(_verify) ? await VerifyAsync(run, plan, cancellationToken) : Print(run, plan);
    }

    private async Task<DnsPlan> PlanAsync(CommandRun run, DomainEntry domain, AnnouncedServices services, CancellationToken cancellationToken)
    {
        var keys = await run.Storage.OpenDkimKeys(Console.Environment, false, cancellationToken);
        var settings = SiteSettingCatalog.Read(await run.Storage.Settings.ListAsync(cancellationToken).ToListAsync(cancellationToken));
        return new DnsPlan
        {
            Domain = domain,
            Services = services,
            Web = run.Get(_web) ?? services.Host,
            Addresses = run.Get(_addresses) ?? [],
            Senders = run.Get(_senders) ?? [],
            Includes = run.Get(_includes) ?? [],
            Smarthosts = await SmarthostsAsync(run, domain.Name, cancellationToken),
            Reports = run.Get(_reports),
            DmarcReports = run.Get(_reports) ?? settings.DmarcReportAddress,
            MtaSts = settings.MtaSts,
            Keys = await keys.ListAsync(domain.Name, cancellationToken).ToListAsync(cancellationToken),
        };
    }

    private static CommandResult Print(CommandRun run, DnsPlan plan)
    {
        var policy = plan.MtaSts == MtaStsMode.None
            ? null
            : new PolicyView(plan.PolicyUrl.ToString(), SettingText.Choice(plan.MtaSts), plan.Policy.Text);
        var view = new DomainDnsView(plan.Domain.Name, plan.Services.Host, [.. new DnsRecords(plan).All().Select(record => record.View)], policy);
        run.Answer.Write(view, json => json.DomainDnsView, view.Write);
        return CommandResult.Done;
    }

    private static async Task<CommandResult> VerifyAsync(CommandRun run, DnsPlan plan, CancellationToken cancellationToken)
    {
        var dns = run.Storage.Dns;
        if (plan.Addresses.Count == 0)
        {
            DnsAnswer[] live =
            [
                await dns.QueryAsync(plan.Services.Host, DnsType.A, cancellationToken), await dns.QueryAsync(plan.Services.Host, DnsType.Aaaa, cancellationToken),
            ];
            plan = plan with { Addresses = [.. live.SelectMany(answer => answer.Records).OfType<DnsRecord.Address>().Select(record => record.Value)] };
        }

        var records = new DnsRecords(plan).All();
        var views = records.Select(async record => RecordFindingView.From(record, await record.VerifyAsync(dns, cancellationToken)));
        var policy = plan.MtaSts == MtaStsMode.None ? [] : new[] { PolicyCheck.AskAsync(plan, run.Storage.FetchAsync, cancellationToken) };
        var findings = await Task.WhenAll(views.Concat(policy));
        var isRight = findings.All(finding => finding.State == SettingText.Choice(RecordState.Right));
        var view = new DomainVerifyView(plan.Domain.Name, plan.Services.Host, isRight, findings);
        run.Answer.Write(view, json => json.DomainVerifyView, text => text.Table(Columns, view.Records.Select(record => record.ToRow())));
        return isRight ? CommandResult.Done : CommandResult.NotWell;
    }

    /// <summary>Through whom the domain's mail goes unless a recipient's row says otherwise.</summary>
    private static async Task<string[]> SmarthostsAsync(CommandRun run, string domain, CancellationToken cancellationToken) =>
        await run.Storage.Transports.ListAsync(cancellationToken)
            .Where(row => row is { Enabled: true, Kind: TransportKind.Smarthost, Host: not null } && (row.Pattern is "*" or "from:*" || row.Pattern == "from:" + domain))
            .Select(row => row.Host!)
            .Distinct()
            .ToArrayAsync(cancellationToken);

    private static Option<string?> HostName(string name, string description) =>
        new(name) { Description = description, HelpName = "NAME", CustomParser = Parameters.ReadDomain };

    private static Option<IPAddress[]> Addresses(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "ADDRESS",
        DefaultValueFactory = _ => [],
        CustomParser = result => [.. result.Tokens.Select(token => ReadAddress(result, token.Value)).OfType<IPAddress>()],
    };

    private static IPAddress? ReadAddress(ArgumentResult result, string text) =>
        IPAddress.TryParse(text, out var address) && !text.Contains('%', StringComparison.Ordinal)
            ? address
            : Parameters.Refuse<IPAddress>(result, $"'{text}' is no IP address.");

    private static string? ReadName(ArgumentResult result, string text) =>
        MailAddressParser.TryParseDomain(text, out var name, out var error) && name[0] != '['
            ? name
            : Parameters.Refuse<string>(result, $"'{text}' is not a domain{(error is null ? "" : ": " + error)}.");
}

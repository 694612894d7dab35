using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using Mail.Core;

namespace Mail.Ctl;

internal sealed class DeployCheck : CtlCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly Column[] Columns = [new("State"), new("Area"), new("Subject", MayWrap: true), new("Detail", MayWrap: true)];

    private readonly Option<string?> _host;
    private readonly Option<IPAddress[]> _addresses;
    private readonly Option<Uri?> _functions;
    private readonly Option<string?> _location;
    private readonly Option<int> _offset;

    public DeployCheck(CtlApp app)
        : base(
            app,
            "check",
            "Looks at an installation from outside, as other servers and mail programs see it: storage, DNS with reverse names, ports, certificates, the way out, quotas. Nothing is sent. Exit 0: nothing is wrong.",
            "mailctl deploy check --host mail.example.test",
            "mailctl deploy check --host mail.example.test --functions func-x.azurewebsites.net",
            "mailctl deploy check --host mail.example.test --location westeurope")
    {
        _host = Take(new Option<string?>("--host")
        {
            Description = "The name of the mail server. [default: $MAIL_PUBLIC_HOSTNAME, $MAIL_HOSTNAME]",
            HelpName = "NAME",
            CustomParser = Parameters.ReadDomain,
        });
        _addresses = Take(new Option<IPAddress[]>("--address")
        {
            Description = "Where it is; may be given more than once. [default: what the DNS says]",
            HelpName = "ADDRESS",
            DefaultValueFactory = _ => [],
            CustomParser = result => [.. result.Tokens.Select(token => IPAddress.TryParse(token.Value, out var address)
                ? address
                : Parameters.Refuse<IPAddress>(result, $"'{token.Value}' is no IP address.")).OfType<IPAddress>()],
        });
        _functions = Take(new Option<Uri?>("--functions")
        {
            Description = "Where the functions answer, a host or a URL: azd's MAIL_FUNCTIONS_HOST. [default: they are not asked]",
            HelpName = "URL",
            CustomParser = ReadUrl,
        });
        _location = Take(Parameters.Text("--location", "Before the first azd up: ask az whether the subscription has room for an edge in this region.", "REGION"));
        _offset = Take(new Option<int>("--port-offset") { Description = "Added to 25, 465 and 587: 2000 for a local run, 0 in earnest.", HelpName = "N", DefaultValueFactory = _ => 0 });
    }

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        string? Setting(string name) => name == AnnouncedServices.HostVariable ? run.Get(_host) ?? Console.Environment(name) : Console.Environment(name);
        if (!AnnouncedServices.TryRead(Setting, hostOtherwise: null, out var services, out var error))
        {
            return CommandResult.Usage(error + ", or give --host.");
        }

        var host = services.Host;
        var addresses = run.Get(_addresses) is { Length: > 0 } given ? given : await AddressesAsync(run.Storage.Dns, host, cancellationToken);
        var parts = await Task.WhenAll(
            StorageAsync(run, cancellationToken),
            FunctionsAsync(run, cancellationToken),
            NamesAsync(run.Storage.Dns, host, addresses, cancellationToken),
            DomainsAsync(run, host, cancellationToken),
            PortsAsync(run, host, addresses, cancellationToken),
            WayOutAsync(run, cancellationToken),
            run.Get(_location) is { } location ? new QuotaProbe(AzProgram.RunAsync).AskAsync(location, cancellationToken) : Task.FromResult<IReadOnlyList<DeployFindingView>>([]));
        var findings = parts.SelectMany(part => part).ToList();
        var view = new DeployCheckView(host, findings.TrueForAll(finding => finding.State != "wrong"), findings);
        run.Answer.Write(view, json => json.DeployCheckView, text => Write(text, view));
        return view.Ready ? CommandResult.Done : CommandResult.NotWell;
    }

    /// <summary>A host alone, as Azure tells it, is asked by https.</summary>
    private static Uri? ReadUrl(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        return Uri.TryCreate(text.Contains("://", StringComparison.Ordinal) ? text : "https://" + text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? url
            : Parameters.Refuse<Uri>(result, "--functions is a host, or an http or https URL.");
    }

    private static async Task<IPAddress[]> AddressesAsync(IDnsResolver dns, string host, CancellationToken cancellationToken)
    {
        DnsAnswer[] answers = [await dns.QueryAsync(host, DnsType.A, cancellationToken), await dns.QueryAsync(host, DnsType.Aaaa, cancellationToken)];
        return [.. answers.SelectMany(answer => answer.Records).OfType<DnsRecord.Address>().Select(record => record.Value)];
    }

    private async Task<IReadOnlyList<DeployFindingView>> StorageAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var subject = run.Location.ToString();
        try
        {
            var counts = await StatusCounts.CountAsync(run.Storage, Time, cancellationToken);
            return counts.Poison > 0 ? [DeployFindingView.Wrong("storage", subject, $"answers; {counts.Poison} messages are in poison queues: mailctl queue list")]
                : counts.Accounts == 0 ? [DeployFindingView.Wrong("storage", subject, "answers, and has no accounts: mailctl account add")]
                : [DeployFindingView.Right("storage", subject, $"answers: {counts.Domains} domains, {counts.Accounts} accounts")];
        }
        catch (StorageUnavailableException e)
        {
            return [DeployFindingView.Wrong("storage", subject, StorageLocation.Reason(e))];
        }
    }

    private async Task<IReadOnlyList<DeployFindingView>> FunctionsAsync(CommandRun run, CancellationToken cancellationToken)
    {
        if (run.Get(_functions) is not { } url)
        {
            return [];
        }

        using var http = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false, ConnectTimeout = Patience });
        var service = await ServiceProbe.AskAsync(http, new Uri(url, "/api/health"), cancellationToken);
        return [service.Ok ? DeployFindingView.Right("functions", url.ToString(), service.Answer) : DeployFindingView.Wrong("functions", url.ToString(), service.Answer)];
    }

    /// <summary>Name, address and reverse name have to agree: who has none, or another, is refused by many (RFC 8601 §2.7.3 calls it iprev).</summary>
    private static async Task<IReadOnlyList<DeployFindingView>> NamesAsync(IDnsResolver dns, string host, IPAddress[] addresses, CancellationToken cancellationToken)
    {
        if (addresses.Length == 0)
        {
            return [DeployFindingView.Wrong("dns", host, "has no address: publish an A record with the address of the edge (azd env get-value MAIL_EDGE_ADDRESS)")];
        }

        var needed = addresses.SelectMany(address => new NeededRecord[] { new NeededAddress(host, address), new NeededPtr(address, host) });
        return await Task.WhenAll(needed.Select(async record => Of(record, await record.VerifyAsync(dns, cancellationToken))));
    }

    private static DeployFindingView Of(NeededRecord record, RecordFinding finding)
    {
        var subject = $"{record.TypeName} {record.Name}";
        var detail = RecordFindingView.From(record, finding).ToRow()[^1];
        return finding.State switch
        {
            RecordState.Right => DeployFindingView.Right("dns", subject, detail),
            RecordState.Unknown => DeployFindingView.Unknown("dns", subject, detail),
            _ => DeployFindingView.Wrong("dns", subject, detail),
        };
    }

    /// <summary>That mail for our domains comes to this host. The other records of a domain: mailctl domain dns NAME --verify.</summary>
    private static async Task<IReadOnlyList<DeployFindingView>> DomainsAsync(CommandRun run, string host, CancellationToken cancellationToken)
    {
        try
        {
            var domains = await run.Storage.Editor.ListDomainsAsync(cancellationToken).Where(domain => domain.Enabled).Select(domain => domain.Name).ToListAsync(cancellationToken);
            return await Task.WhenAll(domains.Select(async domain =>
            {
                var record = new NeededMx(domain, host);
                return Of(record, await record.VerifyAsync(run.Storage.Dns, cancellationToken));
            }));
        }
        catch (StorageUnavailableException)
        {
            // Said by StorageAsync.
            return [];
        }
    }

    private async Task<IReadOnlyList<DeployFindingView>> PortsAsync(CommandRun run, string host, IPAddress[] addresses, CancellationToken cancellationToken)
    {
        var offset = run.Get(_offset);
        MailPort[] ports =
        [
            new("smtp", 25 + offset, StartsWithTls: false, NeedsTls: false),
            new("submissions", 465 + offset, StartsWithTls: true, NeedsTls: true),
            new("submission", 587 + offset, StartsWithTls: false, NeedsTls: true),
        ];
        var asked =
            from address in addresses
            let probe = new MailPortProbe(host, address, Time, Patience)
            from port in ports
            select probe.AskAsync(port, cancellationToken);
        return [.. (await Task.WhenAll(asked)).SelectMany(findings => findings)];
    }

    /// <summary>The relay for everything, when there is one; otherwise whether port 25 is open from here.</summary>
    private async Task<IReadOnlyList<DeployFindingView>> WayOutAsync(CommandRun run, CancellationToken cancellationToken)
    {
        try
        {
            var relay = await run.Storage.Transports.ListAsync(cancellationToken)
                .FirstOrDefaultAsync(row => row is { Enabled: true, Kind: TransportKind.Smarthost, Host: not null, Pattern: "*" }, cancellationToken);
            var survey = new PortSurvey(run.Storage.Dns, Console.Environment, Patience);
            var (subject, view) = relay is null
                ? ("port 25", await survey.AskAsync([], PortSurvey.WellKnown, PortSurvey.SmtpPort, areNamed: false, cancellationToken))
                : (relay.Host!, await survey.AskAsync([relay.Host!], [], relay.Port ?? 587, areNamed: true, cancellationToken));
            return
            [
                view.Open ? DeployFindingView.Right("sending", subject, view.Verdict)
                    : DeployFindingView.Wrong("sending", subject, $"{view.Verdict} (from where mailctl runs; more: mailctl transport check)"),
            ];
        }
        catch (StorageUnavailableException)
        {
            return [];
        }
    }

    private static void Write(TextAnswer text, DeployCheckView view)
    {
        text.Table(Columns, view.Findings.OrderBy(finding => finding.State == "right").Select(finding => new[] { finding.State, finding.Area, finding.Subject, finding.Detail }));
        text.Line(view.Ready ? "Nothing is wrong." : "What is wrong comes first. The records of each domain: mailctl domain dns NAME --verify.");
    }
}

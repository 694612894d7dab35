using System.CommandLine;
using System.Net;
using Mail.Core;

namespace Mail.Ctl;

internal sealed class DomainDns : CtlCommand
{
    private readonly Argument<string> _name;
    private readonly Option<string?> _host;
    private readonly Option<string?> _web;
    private readonly Option<IPAddress[]> _addresses;

    public DomainDns(CtlApp app)
        : base(
            app,
            "dns",
            "Prints the DNS records to set for a domain, as lines of a zone file.",
            "mailctl domain dns example.test --host mail.example.test --address 192.0.2.1",
            "mailctl domain dns example.test --host mail.example.test --web functions.example.test --json")
    {
        _name = Take(Parameters.Domain());
        _host = Take(HostName("--host", "The name of the mail server. [default: $MAIL_PUBLIC_HOSTNAME, $MAIL_HOSTNAME]"));
        _web = Take(HostName("--web", "The host that serves autoconfig and autodiscover by https. [default: the mail server]"));
        _addresses = Take(new Option<IPAddress[]>("--address")
        {
            Description = "The mail server's public address; may be given more than once.",
            HelpName = "ADDRESS",
            DefaultValueFactory = _ => [],
            CustomParser = result => [.. result.Tokens.Select(token => ReadAddress(result, token.Value)).OfType<IPAddress>()],
        });
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

        var records = new DnsRecords(services, run.Get(_web) ?? services.Host, run.Get(_addresses) ?? []).For(domain);
        var view = new DomainDnsView(domain.Name, services.Host, records);
        run.Answer.Write(view, CtlJson.Default.DomainDnsView, view.Write);
        return CommandResult.Done;
    }

    private static Option<string?> HostName(string name, string description) =>
        new(name) { Description = description, HelpName = "NAME", CustomParser = Parameters.ReadDomain };

    private static IPAddress? ReadAddress(System.CommandLine.Parsing.ArgumentResult result, string text) =>
        IPAddress.TryParse(text, out var address) && !text.Contains('%', StringComparison.Ordinal)
            ? address
            : Parameters.Refuse<IPAddress>(result, $"'{text}' is no IP address.");
}

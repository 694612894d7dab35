using System.CommandLine;
using Mail.Core;

namespace Mail.Ctl;

internal sealed class TransportTest : CtlCommand
{
    private readonly Argument<MailAddress> _address;
    private readonly Option<string?> _from;

    public TransportTest(CtlApp app)
        : base(app, "test", "Shows which row decides for a recipient and to which servers that leads, without sending.", "mailctl transport test bob@partner.test --from alice@example.test")
    {
        _address = Take(Parameters.Address(description: "The recipient."));
        _from = Take(Parameters.Text("--from", "The sender; without it a bounce.", "ADDRESS"));
    }

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        MailAddress? sender = null;
        if (run.Get(_from) is { } from && from != "<>" && !MailAddressParser.TryParse(from, out sender, out var error))
        {
            return CommandResult.Usage($"'{from}' is not an address: {error}.");
        }

        if (await run.Storage.Directory.FindDomainAsync(run.Get(_address)!.Domain, cancellationToken) is { Enabled: true, Kind: not DomainKind.Relay } ours)
        {
            Console.Warn($"{DomainView.Both(ours.Name)} is ours: its mail is delivered here and takes no transport.");
        }

        var set = new TransportSet(await run.Storage.Transports.ListAsync(cancellationToken).ToListAsync(cancellationToken));
        var found = set.Find(run.Get(_address)!, sender);
        var row = TransportView.From(found);
        var way = new WayFinder(run.Storage.Dns, TransportParameters.Routing(Console.Environment));
        var (hops, nowhere) = await way.FindAsync(found, run.Get(_address)!.Domain, cancellationToken);
        var sts = await StsView.FindAsync(run.Storage.StsPolicies, found, run.Get(_address)!.Domain, Time.GetUtcNow(), cancellationToken);
        if (sts is { Policy: { Mode: MtaStsMode.Enforce } policy })
        {
            hops = [.. hops.Select(hop => hop.PassedOver is null && !policy.Allows(hop.Host) ? hop with { PassedOver = "not named by the domain's MTA-STS policy" } : hop)];
        }

        var view = TransportTestView.From(row, !ReferenceEquals(found, Core.Transport.Default), hops, nowhere, sts?.View);
        run.Answer.Write(view, json => json.TransportTestView, text => view.Write(text, row));
        return CommandResult.Done;
    }
}

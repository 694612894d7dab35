using System.Net;
using Mail.Authentication;
using Mail.Core;
using Microsoft.Extensions.Logging;

namespace Mail.Processing;

/// <summary>Says of each message what a report to its author's domain tells of it: RFC 7489 §7.2. Nothing of who it was for.</summary>
public sealed class DmarcCounting(DmarcCounter counter, DmarcHandling handling, ISiteSettings settings, ILogger<DmarcCounting> logger)
{
    /// <summary>Once for each message, after its first run: a run that dies before is repeated, one that dies behind its record is not counted.</summary>
    internal async ValueTask CountAsync(FlowRun run, ScreenVerdict verdict)
    {
        if (run.IsFirst && verdict.Sender?.Verdict is { } sender)
        {
            await CountAsync(run.Envelope, run.Summary.Subject, sender, run.CancellationToken);
        }
    }

    /// <summary>Does not fail: what is not counted is no reason to run the flow again.</summary>
    private async ValueTask CountAsync(Envelope envelope, string subject, AuthenticationVerdict verdict, CancellationToken cancellationToken)
    {
        // Errors are nobody's result, and without the client there is nothing to tell.
        if (verdict.Dmarc is not { WantsReports: true, Published: { } published, Domain: not null, Result: AuthenticationResult.Pass or AuthenticationResult.Fail }
            || !IPAddress.TryParse(envelope.ClientAddress, out var client))
        {
            return;
        }

        try
        {
            var site = await settings.GetAsync(cancellationToken);
            if (site.DmarcReportSender is not null && !ComesOfReports(envelope, site) && !IsReport(subject, verdict.Dmarc))
            {
                counter.Add(published, await FindingAsync(envelope, client, verdict, cancellationToken));
            }
        }
        catch (StorageUnavailableException e)
        {
            DmarcLog.NotCounted(logger, envelope.QueueId, e.Message);
        }
    }

    /// <summary>Reports to us, and what answers ours: a report about either would breed the next, day by day.</summary>
    private static bool ComesOfReports(Envelope envelope, SiteSettings site) =>
        envelope.Recipients.All(recipient => recipient.Address.Equals(site.DmarcReportAddress) || recipient.Address.Equals(site.DmarcReportSender));

    /// <summary>
    /// A report to another address of ours, for DMARC (RFC 7489 §7.2.1.1) or for TLS (RFC 8460 §5.3): both have this subject. Only of whom it names: a
    /// forger is not to escape his report by his subject.
    /// </summary>
    private static bool IsReport(string subject, DmarcVerdict dmarc) =>
        dmarc.Result == AuthenticationResult.Pass
        && subject.StartsWith("Report Domain:", StringComparison.OrdinalIgnoreCase)
        && subject.Contains(" Submitter:", StringComparison.OrdinalIgnoreCase);

    private async ValueTask<DmarcFinding> FindingAsync(Envelope envelope, IPAddress client, AuthenticationVerdict verdict, CancellationToken cancellationToken)
    {
        var (disposition, reason) = await DispositionAsync(envelope, verdict.Dmarc, cancellationToken);
        var sender = envelope.ReversePath?.Domain ?? "";
        return new DmarcFinding
        {
            Source = (client.IsIPv4MappedToIPv6 ? client.MapToIPv4() : client).ToString(),
            HeaderFrom = ReportText.Clean(verdict.Dmarc.Domain!),
            EnvelopeFrom = ReportText.Clean(sender),
            Disposition = disposition,
            Override = reason,
            DkimAligned = verdict.Dmarc.DkimAligned,
            SpfAligned = verdict.Dmarc.SpfAligned,
            Dkim =
            [
                .. verdict.Dkim.Where(signature => signature.Domain is not null).Take(DmarcFinding.MaxSignatures).Select(signature => new DmarcDkim(
                    ReportText.Clean(signature.Domain!), signature.Selector is { } selector ? ReportText.Clean(selector) : null, Word(signature.Result))),
            ],
            Spf = new DmarcSpf(ReportText.Clean(verdict.Spf.Domain ?? (sender.Length > 0 ? sender : envelope.Helo ?? "")), sender.Length == 0, Word(verdict.Spf.Result)),
        };
    }

    /// <summary>What was done: not always what was asked for. Where the domains of several recipients do different things, the strictest.</summary>
    private async ValueTask<(DmarcPolicy Disposition, string? Override)> DispositionAsync(Envelope envelope, DmarcVerdict dmarc, CancellationToken cancellationToken)
    {
        if (dmarc.Disposition == DmarcPolicy.None)
        {
            return (DmarcPolicy.None, dmarc.Override);
        }

        var done = DmarcPolicy.None;
        foreach (var domain in envelope.Recipients.Select(recipient => recipient.Address.Domain).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            var here = Disposition(await handling.ActionAsync(dmarc.Disposition, domain, cancellationToken));
            done = here > done ? here : done;
        }

        return (done, done == dmarc.Disposition ? dmarc.Override : "local_policy");
    }

    private static DmarcPolicy Disposition(DmarcAction action) => action switch
    {
        DmarcAction.File => DmarcPolicy.Quarantine,
        // Nobody gets it, and nobody is told: the nearest that there is a word for.
        DmarcAction.Discard => DmarcPolicy.Reject,
        _ => DmarcPolicy.None,
    };

    // RFC 8601 §2.7.
    private static string Word(AuthenticationResult result) => result.ToString().ToLowerInvariant();
}

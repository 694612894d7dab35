using Mail.Core;
using Microsoft.Extensions.Logging;

namespace Mail.Scanning;

/// <summary>Has ClamAV's daemon look for viruses. It gets the message as it is, and takes it apart itself.</summary>
public sealed class ClamAvScanner(ISiteSettings settings, TimeProvider time, ILogger<ClamAvScanner> logger) : IContentScanner
{
    public string Name => "clamav";

    public async ValueTask<ScanFinding?> ScanAsync(ScanRequest request, CancellationToken cancellationToken)
    {
        var site = await settings.GetAsync(cancellationToken);
        if (site.ClamAv is not { } address)
        {
            return null;
        }

        if (request.Content.Length > site.ScanMaxMegabytes * 1024L * 1024L)
        {
            return NotScanned($"larger than {site.ScanMaxMegabytes} MiB", site);
        }

        var reply = await new ClamdClient(address, site.ScanTime, time).ScanAsync(request.Content, cancellationToken);
        switch (reply)
        {
            case { Kind: ClamdReplyKind.Clean }:
                return new ScanFinding.Clean();
            case { Kind: ClamdReplyKind.Infected }:
                return new ScanFinding.Infected(reply.Text, site.InfectedMail) { Facts = ["clamav:infected"] };
            case { Kind: ClamdReplyKind.TooLarge }:
                return NotScanned("larger than its StreamMaxLength", site);
            default:
                ScanningLog.Failed(logger, request.Envelope.QueueId, Name, reply.Text);
                return new ScanFinding.Failed(reply.Text, site.ClamAvFailure == ScanFailureRule.Defer);
        }
    }

    private static ScanFinding.NotScanned NotScanned(string reason, SiteSettings site) =>
        new(reason, site.UnscannedFor(site.ClamAvFailure)) { Facts = ["clamav:not-scanned"] };
}

using System.Runtime.CompilerServices;
using Mail.Core;

namespace Mail.Ctl;

/// <summary>Settings of DMARC reports that lead nowhere: no account that takes them, nobody's domain that sends them.</summary>
internal sealed class DmarcCheck(ISiteSettings settings, IDirectory directory, Func<CancellationToken, Task<IDkimKeyEditor>> openKeys) : ICheck
{
    public string Name => "DMARC reports";

    public async IAsyncEnumerable<FindingView> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var site = await settings.GetAsync(cancellationToken);
        if (site.DmarcReportAddress is { } address && await directory.FindAccountAsync(address.Domain, address.LocalPart, cancellationToken) is not { Enabled: true })
        {
            yield return new FindingView("dmarc", "dmarc-report-address", $"there is no enabled account {address}: reports of others are not read");
        }

        if (site.DmarcReportSender is not { } sender)
        {
            yield break;
        }

        if (await directory.FindDomainAsync(sender.Domain, cancellationToken) is null)
        {
            yield return new FindingView("dmarc", "dmarc-report-sender", $"{sender.Domain} is none of our domains: nobody believes its reports");
        }
        else if (!await IsSignedAsync(sender.Domain, cancellationToken))
        {
            yield return new FindingView("dmarc", "dmarc-report-sender", $"{sender.Domain} has no active signing key: nobody believes its reports; see: mailctl domain dkim");
        }
    }

    private async Task<bool> IsSignedAsync(string domain, CancellationToken cancellationToken)
    {
        var keys = await openKeys(cancellationToken);
        return await keys.ListAsync(domain, cancellationToken).AnyAsync(key => key.State == DkimKeyState.Active, cancellationToken);
    }
}

using Mail.Core;
using Mail.Sieve;

namespace Mail.Processing;

/// <summary>
/// Judges what is attached to a message by names and by what files begin with, also in archives, as the setting <c>attachments</c> says. It unpacks as little as
/// that takes and runs nothing.
/// </summary>
public sealed class AttachmentScanner(ISiteSettings settings) : IContentScanner
{
    /// <summary>Parts beyond what mail programs make; a message with more is a finding.</summary>
    private static readonly MessageLimits Limits = new() { MaxParts = 2000 };

    public string Name => "attachments";

    public async ValueTask<ScanFinding?> ScanAsync(ScanRequest request, CancellationToken cancellationToken)
    {
        var policy = (await settings.GetAsync(cancellationToken)).Attachments;
        var domains = request.Envelope.Recipients.Select(recipient => recipient.Address.Domain.ToLowerInvariant()).Distinct().ToList();
        var inspection = new AttachmentInspection(policy, domains);
        await new MessageInspector(inspection, Limits, cancellationToken).InspectAsync(request.Content, "", depth: 0);
        inspection.Complete(request.Content.Length);
        return ToFinding(inspection.Findings);
    }

    private static ScanFinding ToFinding(IReadOnlyList<AttachmentFinding> findings)
    {
        var action = findings.Select(finding => finding.Action).DefaultIfEmpty(ScanAction.Pass).Max();
        var words = string.Join("; ", findings.Where(finding => finding.Action == action).Take(3).Select(finding => $"{finding.Path}: {finding.Why}"));
        ScanFinding told = action switch
        {
            ScanAction.Pass => new ScanFinding.Clean(),
            ScanAction.Tag => new ScanFinding.Suspicious(words, 0.5),
            _ => new ScanFinding.Blocked(words, action),
        };
        return told with { Facts = [.. findings.Select(finding => $"attachment:{AttachmentPolicy.Word(finding.Kind)}").Distinct()] };
    }
}

using System.Net;
using Mail.Core;

namespace Mail.Ctl;

/// <summary>Who sends as the domain (RFC 7208). Right is whatever passes for the addresses that we send from, and not for everybody.</summary>
/// <param name="text">What we would write.</param>
/// <param name="senders">Where our mail comes from, as far as known.</param>
internal sealed class NeededSpf(string domain, string text, IReadOnlyList<IPAddress> senders, IReadOnlyList<string> includes, string note)
    : NeededText(domain, "v=spf1", text, note)
{
    // Nobody's address (RFC 5737): what passes for it passes for all.
    private static readonly IPAddress Stranger = IPAddress.Parse("203.0.113.77");

    protected override async ValueTask<RecordFinding> JudgeAsync(DnsRecord.Text found, IDnsResolver dns, CancellationToken cancellationToken)
    {
        foreach (var address in senders)
        {
            var answer = await new SpfLookup(dns).CheckAsync(Name, found.Value, address, cancellationToken);
            if (answer.Outcome != SpfOutcome.Pass)
            {
                return new RecordFinding(
                    answer.Outcome == SpfOutcome.Unknown ? RecordState.Unknown : RecordState.Differs,
                    [ZoneText.Of(found)],
                    answer.Outcome == SpfOutcome.NotPass ? $"mail from {address} does not pass" : answer.Reason);
            }
        }

        if (includes.FirstOrDefault(include => !Mentions(found.Value, include)) is { } missing)
        {
            return RecordFinding.Differs([found], $"include:{missing} is not in it");
        }

        return (await new SpfLookup(dns).CheckAsync(Name, found.Value, Stranger, cancellationToken)).Outcome == SpfOutcome.Pass
            ? RecordFinding.Differs([found], "anybody passes: end it with ~all or -all")
            : RecordFinding.Right([found], senders.Count == 0 ? "not compared with the addresses that mail is sent from: give --sends-from" : null);
    }

    private static bool Mentions(string record, string include) =>
        record.Split(' ').Any(term => term.TrimStart('+').Equals("include:" + include, StringComparison.OrdinalIgnoreCase));
}

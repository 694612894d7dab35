using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Mail.Core;
using Microsoft.Extensions.Logging;

namespace Mail.Transport;

/// <summary>
/// Sends the reports of the days that are over to the domains that ask for them. Run by one process at a time; a report that has gone out once is not sent again, unless the
/// process dies between sending and forgetting it.
/// </summary>
public sealed partial class TlsReporter(
    ITlsDays days,
    IStsPolicies policies,
    IDnsResolver dns,
    ISpool spool,
    IncomingQueue incoming,
    PublicWeb web,
    ISiteSettings settings,
    string hostName,
    TimeProvider time,
    ILogger<TlsReporter> logger)
{
    // What could not be sent by then is of no use any more.
    private const int MaxDays = 3;

    // RFC 8460 §4.1 wants reports to be spread over up to four hours after midnight.
    private const int SpreadMinutes = 240;

    // Of what somebody answers to a report.
    private const int MaxAnswer = 4096;

    /// <returns>Reports that have gone out.</returns>
    /// <exception cref="StorageUnavailableException">The next run goes on.</exception>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await policies.PruneAsync(now, cancellationToken);
        var sender = (await settings.GetAsync(cancellationToken)).TlsReportSender;
        var sent = 0;
        await foreach (var day in days.ListAsync(DateOnly.FromDateTime(now.UtcDateTime), cancellationToken))
        {
            var age = now - new DateTimeOffset(day.Day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero);
            if (age < DelayOf(day.Domain))
            {
                continue;
            }

            var isSent = sender is not null && await SendAsync(new TlsReport(day, sender), cancellationToken);
            sent += isSent ? 1 : 0;
            // Without a sender nobody is to report, or the settings cannot be read at present.
            if (isSent || age > TimeSpan.FromDays(MaxDays))
            {
                await days.RemoveAsync(day.Day, day.Domain, cancellationToken);
            }
        }

        return sent;
    }

    /// <summary>Always the same for a domain, and nobody else's.</summary>
    private TimeSpan DelayOf(string domain) =>
        TimeSpan.FromMinutes(BitConverter.ToUInt16(SHA256.HashData(Encoding.UTF8.GetBytes($"{hostName} {domain}"))) % SpreadMinutes);

    /// <returns>Nothing more is to be done: it has reached one of those who are to get it, or nobody wants it.</returns>
    private async Task<bool> SendAsync(TlsReport report, CancellationToken cancellationToken)
    {
        var answer = await dns.QueryAsync(TlsRptRecord.Label + report.Day.Domain, DnsType.Txt, cancellationToken);
        if (answer.Outcome == DnsOutcome.TemporaryFailure)
        {
            return false;
        }

        var targets = TlsRptRecord.Targets(answer.Records);
        var reached = targets.Count == 0;
        foreach (var target in targets)
        {
            reached |= TlsRptRecord.AddressOf(target) is { } address
                ? await SpoolAsync(report, address, cancellationToken)
                : await PostAsync(report, target, cancellationToken);
        }

        return reached;
    }

    private async Task<bool> SpoolAsync(TlsReport report, MailAddress to, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var envelope = new Envelope
        {
            QueueId = QueueId.New(time),
            // A report that does not arrive is nobody's business, and one that is answered breeds answers.
            ReversePath = null,
            Recipients = [new EnvelopeRecipient { Address = to, Notify = DsnNotify.Never }],
            ArrivedAt = now,
            Protocol = "TLSRPT",
            MayRelay = true,
            SmtpUtf8 = to.NeedsSmtpUtf8,
            Body = to.NeedsSmtpUtf8 ? BodyType.EightBitMime : BodyType.SevenBit,
        };
        var received = string.Create(
            CultureInfo.InvariantCulture, $"Received: by {hostName} (Mail.Cloud) id {envelope.QueueId};\r\n {now:ddd, dd MMM yyyy HH:mm:ss} +0000\r\n");
        await using var spooled = await spool.BeginAsync(envelope, cancellationToken);
        await spooled.WriteAsync(Encoding.ASCII.GetBytes(received), cancellationToken);
        await spooled.WriteAsync(TlsReportMessage.Write(report, to, hostName, envelope.QueueId, now), cancellationToken);
        await spooled.CommitAsync(cancellationToken);
        await incoming.EnqueueAsync(new IncomingPointer(envelope.QueueId), TimeSpan.Zero, cancellationToken);
        Sent(logger, report.Id, to.ToString());
        return true;
    }

    // RFC 8460 §5.4.
    private async Task<bool> PostAsync(TlsReport report, Uri target, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, target) { Content = new ByteArrayContent(report.ToGzip()) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/tlsrpt+gzip");
        try
        {
            var answer = await web.SendAsync(request, MaxAnswer, cancellationToken);
            var isTaken = (int)answer.Code / 100 == 2;
            if (isTaken)
            {
                Sent(logger, report.Id, target.IdnHost);
            }
            else
            {
                NotSent(logger, report.Id, target.IdnHost, $"it answers {(int)answer.Code}");
            }

            return isTaken;
        }
        catch (Exception e) when (e is HttpRequestException or TimeoutException)
        {
            NotSent(logger, report.Id, target.IdnHost, e.Message);
            return false;
        }
    }

    [LoggerMessage(347, LogLevel.Information, "TLS report {Report} goes to {Target}")]
    private static partial void Sent(ILogger logger, string report, string target);

    [LoggerMessage(348, LogLevel.Warning, "TLS report {Report} cannot be sent to {Target}: {Reason}")]
    private static partial void NotSent(ILogger logger, string report, string target, string reason);
}

using Mail.Core;
using Microsoft.Extensions.Logging;

namespace Mail.Processing;

/// <summary>What is said of DMARC reports in the log. Event ids 700 to 709.</summary>
internal static partial class DmarcLog
{
    [LoggerMessage(700, LogLevel.Warning, "What came in the name of {Domains} domains cannot be written yet: {Reason}")]
    public static partial void NotWritten(ILogger logger, int domains, string reason);

    [LoggerMessage(701, LogLevel.Error, "What came in the name of {Domains} domains cannot be written, and is not reported")]
    public static partial void Dropped(ILogger logger, Exception exception, int domains);

    [LoggerMessage(702, LogLevel.Warning, "{QueueId}: not counted for a DMARC report: {Reason}")]
    public static partial void NotCounted(ILogger logger, QueueId queueId, string reason);

    [LoggerMessage(703, LogLevel.Information, "DMARC report {Report} goes to {Target} as {QueueId}")]
    public static partial void Sent(ILogger logger, string report, MailAddress target, QueueId queueId);

    [LoggerMessage(704, LogLevel.Warning, "DMARC report {Report} is not sent to {Target}, who takes {Limit} octets: it has {Octets}")]
    public static partial void TooLarge(ILogger logger, string report, MailAddress target, long limit, int octets);

    [LoggerMessage(705, LogLevel.Warning, "DMARC report {Report} is given up: the DNS has not said for {Days} days who wants it")]
    public static partial void GivenUp(ILogger logger, string report, int days);

    [LoggerMessage(706, LogLevel.Information, "DMARC report {Report} of {Reporter} about {Domain} is counted: {Messages} messages")]
    public static partial void Counted(ILogger logger, string report, string reporter, string domain, long messages);

    [LoggerMessage(707, LogLevel.Warning, "A message to the address for DMARC reports is not counted: {DeliveryId}, {Reason}")]
    public static partial void Ignored(ILogger logger, string deliveryId, string reason);
}

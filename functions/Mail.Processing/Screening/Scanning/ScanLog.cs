using Mail.Core;
using Microsoft.Extensions.Logging;

namespace Mail.Processing;

/// <summary>What scanning says in the log. Event ids 650 to 659.</summary>
internal static partial class ScanLog
{
    [LoggerMessage(650, LogLevel.Error, "{QueueId}: an error in scanner {Scanner}; the message waits")]
    public static partial void Fault(ILogger logger, Exception exception, QueueId queueId, string scanner);
}

using Mail.Core;
using Microsoft.Extensions.Logging;

namespace Mail.Scanning;

/// <summary>What the scanners say in the log. Event ids 640 to 659.</summary>
internal static partial class ScanningLog
{
    [LoggerMessage(640, LogLevel.Warning, "{QueueId}: {Scanner} gave no verdict: {Reason}")]
    public static partial void Failed(ILogger logger, QueueId queueId, string scanner, string reason);
}

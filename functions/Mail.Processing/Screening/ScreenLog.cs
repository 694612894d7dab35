using Mail.Core;
using Microsoft.Extensions.Logging;

namespace Mail.Processing;

/// <summary>What screening says in the log. Event ids 290 to 299.</summary>
internal static partial class ScreenLog
{
    [LoggerMessage(290, LogLevel.Warning, "{QueueId}: the DNS did not say all in time about who sent it; delivery goes on")]
    public static partial void SenderUnknown(ILogger logger, QueueId queueId);

    [LoggerMessage(291, LogLevel.Information, "{QueueId}: {Verdict}")]
    public static partial void Screened(ILogger logger, QueueId queueId, string verdict);

    [LoggerMessage(292, LogLevel.Error, "{QueueId}: an error in finding out who sent it; delivery goes on")]
    public static partial void SenderFault(ILogger logger, Exception error, QueueId queueId);

    [LoggerMessage(293, LogLevel.Error, "{QueueId}: an error in the spam filter; delivery goes on")]
    public static partial void FilterFault(ILogger logger, Exception error, QueueId queueId);
}

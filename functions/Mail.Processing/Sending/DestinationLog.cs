using Microsoft.Extensions.Logging;

namespace Mail.Processing;

/// <summary>What is said of destinations. Event ids 330 to 339.</summary>
internal static partial class DestinationLog
{
    [LoggerMessage(330, LogLevel.Warning, "Destination {NextHop} is not there: no attempt before {Until}: {Reason}")]
    public static partial void Dead(ILogger logger, string nextHop, DateTimeOffset until, string reason);
}

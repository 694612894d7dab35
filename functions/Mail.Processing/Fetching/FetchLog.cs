using Mail.Core;
using Microsoft.Extensions.Logging;

namespace Mail.Processing;

internal static partial class FetchLog
{
    [LoggerMessage(660, LogLevel.Information, "Fetch: {Count} accounts are due")]
    public static partial void Scheduled(ILogger logger, int count);

    [LoggerMessage(661, LogLevel.Information, "Fetch {Account}: {Messages} messages, {Octets} octets")]
    public static partial void Fetched(ILogger logger, RemoteAccountKey account, int messages, long octets);

    [LoggerMessage(662, LogLevel.Warning, "Fetch {Account} failed ({Failure}): {Reason}; next attempt: {NextAttemptAt}")]
    public static partial void Failed(ILogger logger, RemoteAccountKey account, RemoteFailure failure, string reason, DateTimeOffset? nextAttemptAt);

    [LoggerMessage(663, LogLevel.Warning, "Fetch {Account} is paused: {Reason}")]
    public static partial void Paused(ILogger logger, RemoteAccountKey account, string reason);

    [LoggerMessage(664, LogLevel.Information, "Fetch {Account} works again after {Failures} failures")]
    public static partial void Recovered(ILogger logger, RemoteAccountKey account, int failures);

    [LoggerMessage(665, LogLevel.Warning, "Fetch {Account}: the lock was lost, another visit goes on")]
    public static partial void LockLost(ILogger logger, RemoteAccountKey account);

    [LoggerMessage(666, LogLevel.Warning, "Fetch {Account}, {Folder}: {Count} messages stay there: {Reason}")]
    public static partial void LeftThere(ILogger logger, RemoteAccountKey account, string folder, int count, string reason);

    [LoggerMessage(667, LogLevel.Warning, "Fetch {Account}, {Folder}: {Count} messages have other UIDs than before, and were known by their headers")]
    public static partial void Renamed(ILogger logger, RemoteAccountKey account, string folder, int count);

    [LoggerMessage(668, LogLevel.Warning, "Fetch {Account} is not visited: {Problem}")]
    public static partial void NotItsOwn(ILogger logger, RemoteAccountKey account, string problem);
}

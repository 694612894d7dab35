using Mail.Core;

namespace Mail.Functions;

/// <summary>What the function process says in the log. Event ids 500 to 599.</summary>
internal static partial class FunctionsLog
{
    /// <summary>What is logged while a function works on one mail message, by whatever part, names it.</summary>
    public static readonly Func<ILogger, QueueId, IDisposable?> MessageScope = LoggerMessage.DefineScope<QueueId>("{QueueId}");

    public static readonly Func<ILogger, string, string, IDisposable?> InvocationScope =
        LoggerMessage.DefineScope<string, string>("{Function} {Invocation}");

    [LoggerMessage(500, LogLevel.Error, "{Function} {Invocation} failed")]
    public static partial void Failed(ILogger logger, Exception exception, string function, string invocation);

    [LoggerMessage(501, LogLevel.Error, "{Function} {Invocation} was given up: no end within {Deadline}")]
    public static partial void DeadlinePassed(ILogger logger, Exception exception, string function, string invocation, TimeSpan? deadline);

    [LoggerMessage(502, LogLevel.Error, "{Function} {Invocation}: the message cannot be read and belongs in the poison queue: {Reason}")]
    public static partial void Unreadable(ILogger logger, string function, string invocation, string reason);

    [LoggerMessage(503, LogLevel.Warning, "{Function} {Invocation}: storage is not available: {Detail}")]
    public static partial void StorageUnavailable(ILogger logger, string function, string invocation, string detail);

    [LoggerMessage(510, LogLevel.Warning, "Call of {Path} refused: {Reason}")]
    public static partial void CallRefused(ILogger logger, string path, string reason);

    [LoggerMessage(520, LogLevel.Information, "Queue {Queue}: listening for {Function}")]
    public static partial void Listening(ILogger logger, string queue, string function);

    [LoggerMessage(521, LogLevel.Warning, "Queue {Queue} cannot be reached, trying again: {Reason}")]
    public static partial void QueueUnreachable(ILogger logger, string queue, string reason);

    [LoggerMessage(522, LogLevel.Information, "Queue {Queue} can be reached again")]
    public static partial void QueueReachable(ILogger logger, string queue);

    [LoggerMessage(523, LogLevel.Error, "Queue {Queue}: looking for messages failed, trying again")]
    public static partial void ReceiveFailed(ILogger logger, Exception exception, string queue);

    [LoggerMessage(524, LogLevel.Error, "Queue {Queue}: message {Message} moved to the poison queue after {Count} times: {Reason}")]
    public static partial void Poisoned(ILogger logger, string queue, string message, int count, string reason);

    [LoggerMessage(525, LogLevel.Warning, "Queue {Queue}: message {Message} is no longer ours: another receiver has it")]
    public static partial void MessageLost(ILogger logger, string queue, string message);

    [LoggerMessage(526, LogLevel.Warning, "Queue {Queue}: message {Message} stays for redelivery: {Reason}")]
    public static partial void LeftForRedelivery(ILogger logger, string queue, string message, string reason);

    [LoggerMessage(527, LogLevel.Information, "Queue {Queue}: {Count} received messages given back, not begun")]
    public static partial void GivenBack(ILogger logger, string queue, int count);

    [LoggerMessage(530, LogLevel.Information, "Timer {Function}: this process runs it, next at {Next}")]
    public static partial void TimerHeld(ILogger logger, string function, DateTimeOffset? next);

    [LoggerMessage(531, LogLevel.Warning, "Timer {Function}: its lock is lost, another process may take it over")]
    public static partial void TimerLost(ILogger logger, string function);

    [LoggerMessage(532, LogLevel.Warning, "Timer {Function}: its lock cannot be reached, trying again: {Reason}")]
    public static partial void TimerUnreachable(ILogger logger, string function, string reason);

    [LoggerMessage(533, LogLevel.Information, "Timer {Function}: {Detail}")]
    public static partial void TimerRan(ILogger logger, string function, string detail);

    [LoggerMessage(534, LogLevel.Error, "Timer {Function} stumbled, starting again")]
    public static partial void TimerFailed(ILogger logger, Exception exception, string function);

    [LoggerMessage(540, LogLevel.Information, "Stopping: no new work, up to {Drain} for what is running")]
    public static partial void Stopping(ILogger logger, TimeSpan drain);

    [LoggerMessage(541, LogLevel.Warning, "Stopping: what is still running after {Drain} is interrupted and comes again")]
    public static partial void Interrupting(ILogger logger, TimeSpan drain);

    [LoggerMessage(542, LogLevel.Information, "Stopped")]
    public static partial void Stopped(ILogger logger);

    [LoggerMessage(550, LogLevel.Warning, "Storage: {Part} not reachable: {Reason}")]
    public static partial void PartUnreachable(ILogger logger, string part, string reason);
}

using Microsoft.Extensions.Logging;

namespace Mail.Smtp.Tests;

/// <summary>Keeps what is logged, and the exception with which a session ended itself: that is a bug in any test.</summary>
internal sealed class BugCatcher : ILogger
{
    private const int SessionFailed = 105;

    public Exception? Bug { get; private set; }

    /// <summary>Every line, with its exception; for reading when the session has ended.</summary>
    public List<string> Lines { get; } = [];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        Lines.Add(formatter(state, exception) + exception);
        if (eventId.Id == SessionFailed)
        {
            Bug = exception;
        }
    }
}

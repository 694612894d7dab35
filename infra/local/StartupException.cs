namespace Mail.Local;

/// <summary>
/// The system cannot be brought up, or kept up, for a reason that the person at the keyboard can remove.
/// The message says what is wrong and what to do; no stack trace is shown.
/// </summary>
internal sealed class StartupException(string message) : Exception(message);

using Mail.Testing;

namespace Mail.EndToEnd.Tests;

/// <summary>A place at which an attempt stands still while the process is killed.</summary>
/// <param name="Name">In words.</param>
/// <param name="Domain">The destination of the one message that stops there.</param>
/// <param name="Server">At this command of the dialogue, as <see cref="ScriptedSmtpServer.Answer"/> names them; <c>null</c> for a stop at the storage.</param>
/// <param name="Storage">At this request; <c>null</c> for a stop at the server.</param>
/// <param name="Refusal">What the server says to RCPT at first: 4xx once, 5xx always; <c>null</c> to take it.</param>
/// <param name="Copies">How many the other server has at the end. Two in the documented window, one otherwise; none of what it refuses.</param>
internal sealed record CrashStage(string Name, string Domain, string? Server, StorageStop? Storage, string? Refusal = null, int Copies = 1)
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _hasStopped;
    private int _hasRefused;

    public Task Reached => Storage?.Reached ?? _reached.Task;

    /// <param name="killed">Ends when the process is dead.</param>
    public void Prepare(ScriptedSmtpServer server, Task killed)
    {
        if (Refusal is not null)
        {
            server.Answer = command => command.StartsWith("RCPT", StringComparison.Ordinal)
                && (Refusal[0] == '5' || Interlocked.Exchange(ref _hasRefused, 1) == 0) ? Refusal : null;
        }

        server.Pause = command => Server is not null && command.StartsWith(Server, StringComparison.Ordinal) ? StopOnce(killed) : Task.CompletedTask;
        server.PauseInContent = lines => Server == "content" && lines == 4 ? StopOnce(killed) : Task.CompletedTask;
    }

    private Task StopOnce(Task killed)
    {
        if (Interlocked.Exchange(ref _hasStopped, 1) != 0)
        {
            return Task.CompletedTask;
        }

        _reached.SetResult();
        return killed;
    }
}

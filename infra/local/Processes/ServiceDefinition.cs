using System.Diagnostics;

namespace Mail.Local.Processes;

/// <summary>How to start one process of the system and how to see that it works.</summary>
internal sealed record ServiceDefinition
{
    /// <summary>Short, lower case; also the name of the log file.</summary>
    public required string Name { get; init; }

    /// <summary>Program, arguments and environment. Streams are redirected by <see cref="Service"/>.</summary>
    public required Func<ProcessStartInfo> Command { get; init; }

    /// <summary>True when it does its work. False or an exception of the connection: not yet.</summary>
    public required Func<CancellationToken, Task<bool>> IsReadyAsync { get; init; }

    /// <summary>How long a start may take before it counts as failed.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long it may take to finish its work before it is killed.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(10);
}

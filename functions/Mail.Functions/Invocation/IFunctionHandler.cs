namespace Mail.Functions;

/// <summary>What a function does, whoever calls it: the Functions host or our own engine. Called many times at once.</summary>
public interface IFunctionHandler
{
    /// <summary>The name of the function's folder.</summary>
    string Name { get; }

    /// <exception cref="Mail.Core.StorageUnavailableException">The work has to be done again later; never counts as a failure of the work itself.</exception>
    /// <exception cref="OperationCanceledException">The deadline came, or the process stops.</exception>
    Task<FunctionResult> InvokeAsync(FunctionInvocation invocation, CancellationToken cancellationToken);
}

/// <summary>A function called with queue messages.</summary>
public interface IQueueFunctionHandler : IFunctionHandler
{
    /// <summary>
    /// The message to send in place of <paramref name="body"/> when the work has to be done again under a new dequeue count, which starts at 1:
    /// one that does not promise to be the first.
    /// </summary>
    string ForAnotherRun(string body);
}

namespace Mail.Interop.Tests;

/// <summary>Runs all scenarios at once, when the first test wants one: each waits for its retries, and together they take as long as one.</summary>
public sealed class SinkRuns : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);

    // The gateway checks few passwords at once.
    private readonly SemaphoreSlim _login = new(2, 2);
    private Dictionary<string, Task<SinkRun>>? _runs;
    private List<Notice>? _notices;

    /// <summary>What came of a scenario, and the notice about it.</summary>
    public async Task<(SinkRun Run, Notice? Notice)> GetAsync(SendingSystem system, string name)
    {
        Peer.RequireInstalled("postfix", "smtp-sink");
        await _gate.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            if (_runs is null)
            {
                var user = await system.NewUserAsync();
                _runs = SinkScenario.All.ToDictionary(scenario => scenario.Name, scenario => RunAsync(system, user, scenario));
                await ((Task)Task.WhenAll(_runs.Values)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                _notices = await user.NoticesAsync();
            }
        }
        finally
        {
            _gate.Release();
        }

        var run = await _runs[name];
        return (run, _notices!.SingleOrDefault(notice => notice.EnvelopeId == run.Destination.Domain));
    }

    public void Dispose()
    {
        _gate.Dispose();
        _login.Dispose();
    }

    private async Task<SinkRun> RunAsync(SendingSystem system, SendingUser user, SinkScenario scenario)
    {
        var destination = system.NewDestination();
        var recipient = "someone@" + destination.Domain;
        var message = user.MessageTo(recipient);
        var sink = await SmtpSink.StartAsync(destination.Port, scenario.Arguments);
        try
        {
            var queueId = await SubmitAsync(
                user, message, $"ENVID={destination.Domain} RET=HDRS", $"<{recipient}> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;first@{destination.Domain}");
            var tried = scenario.Ends == SinkEnd.Later ? await system.UntilTriedAsync(queueId) : null;
            if (tried is not null)
            {
                await sink.DisposeAsync();
                sink = await SmtpSink.StartAsync(destination.Port);
            }

            return new SinkRun(destination, message, tried, await system.UntilSettledAsync(queueId), sink.Messages, sink.Envelopes);
        }
        finally
        {
            await sink.DisposeAsync();
        }
    }

    private async Task<Core.QueueId> SubmitAsync(SendingUser user, byte[] message, string mail, string recipient)
    {
        await _login.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            return await user.SubmitAsync(message, mail, recipient);
        }
        finally
        {
            _login.Release();
        }
    }
}

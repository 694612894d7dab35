namespace Mail.Local.Tests.Durable;

/// <summary>
/// A mail system answers 250 because storage answered 201. So the emulator of the local run may not forget a 201,
/// also when it is killed. The seed makes a failing run repeatable as far as the scheduler lets it.
/// </summary>
public class AcknowledgedWritesTests
{
    private const int Kills = 12;

    [Fact(Timeout = 300_000)]
    public async Task Nothing_acknowledged_is_lost_when_Azurite_is_killed_at_any_moment()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        TestContext.Current.SendDiagnosticMessage("seed {0}", seed);
        using var folder = new TemporaryFolder();
        await using var azurite = new AzuriteUnderTest(folder.Path);
        await azurite.StartAsync();
        var workloads = CreateWorkloads(random, azurite);
        foreach (var workload in workloads)
            await workload.PrepareAsync();

        var acknowledged = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
            var last = acknowledged + random.Next(60, 400);
            await Task.WhenAll(workloads.Select(RunUntilKilledAsync));
            await azurite.WaitForEndAsync();
            await azurite.StartAsync();
            await Task.WhenAll(workloads.Select(w => w.VerifyAsync()));

            async Task RunUntilKilledAsync(IWorkload workload)
            {
                while (await StepAsync(workload))
                {
                    if (Interlocked.Increment(ref acknowledged) == last)
                        azurite.Kill();
                }
            }
        }

        TestContext.Current.SendDiagnosticMessage("{0} acknowledged changes, {1} kills", acknowledged, Kills);
    }

    /// <summary>False when the change was not acknowledged because the emulator is dead.</summary>
    private static async Task<bool> StepAsync(IWorkload workload)
    {
        try
        {
            await workload.StepAsync();
            return true;
        }
        catch (Azure.RequestFailedException e) when (e.Status == 0)
        {
            return false;
        }
    }

    private static IWorkload[] CreateWorkloads(Random random, AzuriteUnderTest azurite) =>
    [
        .. Enumerable.Range(0, 3).Select(i => new BlobWorkload($"container{i}", new Random(random.Next()), () => azurite.ConnectionString)),
        .. Enumerable.Range(0, 3).Select(i => new TableWorkload($"partition{i}", new Random(random.Next()), () => azurite.ConnectionString)),
        .. Enumerable.Range(0, 2).Select(i => new QueueWorkload($"queue{i}", new Random(random.Next()), () => azurite.ConnectionString)),
    ];
}

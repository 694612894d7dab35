namespace Mail.Sieve;

/// <summary>Runs compiled scripts. One interpreter may be used by many at once.</summary>
public sealed class SieveInterpreter(SieveOptions options, TimeProvider clock)
{
    /// <summary>
    /// Runs the scopes in order, each only while the message would still be kept by those before it. Scripts cannot make this throw; what
    /// the host throws comes through.
    /// </summary>
    public async ValueTask<SieveResult> RunAsync(
        IReadOnlyList<SieveScope> scopes, ISieveMessage message, SieveEnvironment environment, ISieveHost host, CancellationToken ct)
    {
        var run = new SieveRun(options, message, environment, host, clock, ct);
        foreach (var scope in scopes)
        {
            if (!await run.ExecuteAsync(scope))
            {
                break;
            }
        }

        return run.Result();
    }
}

namespace Mail.Sieve.Svtest;

/// <summary>
/// Runs test files in the language that Pigeonhole's test suite is written in: Sieve with commands to set a message, compile and run scripts and look at
/// what came of it. Actions are done in memory; each file starts afresh.
/// </summary>
public sealed class SvtestRunner(ISvtestFiles files, TimeProvider clock)
{
    /// <summary>Steps that one test may take itself, beside the scripts that it runs: thousands of times what tests need.</summary>
    private const int Budget = 100_000_000;

    /// <param name="path">As <see cref="ISvtestFiles.Read"/> takes it.</param>
    public async Task<SvtestReport> RunAsync(string path, CancellationToken ct)
    {
        if (files.Read(path) is not { } octets)
        {
            return new SvtestReport { File = path, Failures = [new SvtestFailure(path, Test: "", "there is no such file")] };
        }

        // The one variable of the test language that tests use.
        var text = SieveText.Decode(octets).Replace("${tst.path}", path[..(path.LastIndexOf('/') + 1)].TrimEnd('/'), StringComparison.Ordinal);
        var options = SieveOptions.Default with { InstructionBudget = Budget };
        var compilation = new SieveCompiler(options, SvtestLanguage.Language).Compile(path, text);
        return compilation.Succeeded
            ? await RunAsync(path, compilation.Script, options, ct)
            : SvtestOutline.AllFail(path, text, compilation.Problems);
    }

    private async Task<SvtestReport> RunAsync(string path, SieveScript script, SieveOptions options, CancellationToken ct)
    {
        var session = new SvtestSession(files, path, clock);
        var message = await SieveMessage.OpenAsync(new MemoryStream(SvtestDefaults.Message), MessageLimits.Default, ct);
        var run = new SieveRun(options, message, SvtestDefaults.Environment, session, clock, ct) { Script = script };
        await run.ExecuteAsync(new SieveScope(path, [script]));
        if (run.Error is { } error)
        {
            session.EndFile(error);
        }

        return session.Report;
    }
}

using BenchmarkDotNet.Attributes;
using Mail.Sieve;

namespace Mail.Benchmarks;

/// <summary>Sorting one message by twenty rules, and what it takes to get there.</summary>
[MemoryDiagnoser]
public class SieveBenchmarks
{
    private static readonly SieveEnvironment Environment = SieveEnvironment.Empty with { EnvelopeFrom = "anna@sender.example", EnvelopeTo = "bob@example.com" };

    private readonly SieveCompiler _compiler = new(SieveOptions.Default);
    private readonly SieveInterpreter _interpreter = new(SieveOptions.Default, TimeProvider.System);
    private readonly SieveScope[] _rules;
    private readonly SieveScope[] _keep;

    public SieveBenchmarks()
    {
        _rules = [new SieveScope("account", [_compiler.Compile("rules", TwentyRules.Script).Script!])];
        _keep = [new SieveScope("account", [_compiler.Compile("keep", "keep;").Script!])];
    }

    [Benchmark]
    public object? Compile() => _compiler.Compile("rules", TwentyRules.Script).Script;

    /// <summary>Opening the message included: the header is indexed, and what rules ask for is decoded.</summary>
    [Benchmark]
    public Task<SieveResult> TwentyRulesOverOneMessage() => RunAsync(_rules);

    [Benchmark]
    public Task<SieveResult> OnlyKeep() => RunAsync(_keep);

    private async Task<SieveResult> RunAsync(SieveScope[] scopes)
    {
        var message = await SieveMessage.OpenAsync(new MemoryStream(TwentyRules.Message), MessageLimits.Default, CancellationToken.None);
        return await _interpreter.RunAsync(scopes, message, Environment, NoHost.Instance, CancellationToken.None);
    }
}

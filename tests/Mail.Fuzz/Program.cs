using System.Globalization;
using Mail.Fuzz;
using SharpFuzz;

var usage = $"""
    Mail.Fuzz --run SECONDS --seed N [--target NAME] [--corpus DIR]   mutate the corpus, the time shared among the targets
    Mail.Fuzz --replay DIR [--target NAME]                            feed the inputs in DIR (to each target that has a folder there, or to one)
    Mail.Fuzz --libfuzzer NAME                                        be driven by libFuzzer
    Targets: {string.Join(' ', FuzzTargets.All.Select(t => t.Name))}
    session stands for all whose names begin with it.
    """;

var options = new Dictionary<string, string>();
for (var i = 0; i + 1 < args.Length; i += 2)
{
    options[args[i]] = args[i + 1];
}

string[] known = ["--run", "--seed", "--target", "--corpus", "--replay", "--libfuzzer"];
var targetName = options.GetValueOrDefault("--target") ?? options.GetValueOrDefault("--libfuzzer");
var targets = FuzzTargets.All.Where(t => targetName is null || t.Name == targetName || t.Corpus == targetName).ToList();
if (args.Length % 2 != 0 || options.Keys.Except(known).Any() || targets.Count == 0)
{
    Console.Error.WriteLine(usage);
    return 2;
}

if (options.ContainsKey("--libfuzzer"))
{
    Fuzzer.LibFuzzer.Run(input => targets[0].Run(input));
    return 0;
}

if (options.TryGetValue("--replay", out var folder))
{
    return targets.Sum(t => FuzzRun.Replay(t, targetName is null ? Path.Combine(folder, t.Corpus) : folder)) == 0 ? 0 : 1;
}

if (options.TryGetValue("--run", out var seconds) && int.TryParse(seconds, CultureInfo.InvariantCulture, out var total)
    && int.TryParse(options.GetValueOrDefault("--seed", "0"), CultureInfo.InvariantCulture, out var seed))
{
    var corpus = options.GetValueOrDefault("--corpus", Path.Combine("tests", "Mail.Fuzz", "corpus"));
    var share = TimeSpan.FromSeconds((double)total / targets.Count);
    return targets.Sum(t => FuzzRun.Mutate(t, Path.Combine(corpus, t.Corpus), share, seed)) == 0 ? 0 : 1;
}

Console.Error.WriteLine(usage);
return args.Length == 0 || args[0] == "--help" ? 0 : 2;

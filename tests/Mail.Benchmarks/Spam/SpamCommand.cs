using System.Diagnostics;
using System.Globalization;
using Mail.Spam;

namespace Mail.Benchmarks;

/// <summary>Bulk training and scoring as <c>bogofilter -B</c> does them: files named on standard input, a model on disk. See <c>compare.sh</c>.</summary>
internal static class SpamCommand
{
    /// <param name="verb"><c>spam-train</c>: lines <c>path&lt;TAB&gt;label</c> to a model; <c>spam-score</c>: the same to scores, with that model.</param>
    public static int Run(string verb, string model)
    {
        var lines = Console.In.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var clock = Stopwatch.StartNew();
        if (verb == "spam-train")
        {
            Train(lines, model);
        }
        else
        {
            Score(lines, ModelSnapshot.Load(File.ReadAllBytes(model)));
        }

        var cpu = Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds;
        Console.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{lines.Length / cpu:F0} messages a second of CPU, start and compilation of the program included ({lines.Length / clock.Elapsed.TotalSeconds:F0} by the clock)"));
        return 0;
    }

    private static void Train(string[] lines, string model)
    {
        var messages = lines
            .Select(line => line.Split('\t'))
            .Select(line => new LabelledTokens(Tokenizer.Tokenize(File.ReadAllBytes(line[0])), line[1] == "spam" ? SpamLabel.Spam : SpamLabel.Ham))
            .ToList();
        using var file = File.Create(model);
        BatchTrainer.Train(messages).WriteTo(file);
    }

    private static void Score(string[] lines, ModelSnapshot model)
    {
        using var output = new StreamWriter(Console.OpenStandardOutput());
        foreach (var line in lines)
        {
            var path = line.Split('\t')[0];
            output.WriteLine($"{path} {Classifier.Classify(Tokenizer.Tokenize(File.ReadAllBytes(path)), model).Score:F6}");
        }
    }
}

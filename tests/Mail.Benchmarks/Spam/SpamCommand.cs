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
        var lines = ReadLines();
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

    /// <summary>Messages of the files named on standard input, from memory, to features: the best of twenty rounds.</summary>
    public static int Tokenize()
    {
        var messages = ReadLines().Select(line => File.ReadAllBytes(line.Split('\t')[0])).ToArray();
        using var process = Process.GetCurrentProcess();
        var best = double.MaxValue;
        for (var round = 0; round < 20; round++)
        {
            process.Refresh();
            var begun = process.TotalProcessorTime;
            foreach (var message in messages)
            {
                Tokenizer.Tokenize(message);
            }

            process.Refresh();
            best = Math.Min(best, (process.TotalProcessorTime - begun).TotalMicroseconds / messages.Length);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{best:F1} microseconds of CPU for one message of {messages.Average(message => message.Length):F0} octets"));
        return 0;
    }

    private static string[] ReadLines() => Console.In.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);

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

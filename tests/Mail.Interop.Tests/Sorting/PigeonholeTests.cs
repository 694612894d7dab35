namespace Mail.Interop.Tests.Sorting;

/// <summary>Pigeonhole and our engine want the same done with the same mail by the same scripts.</summary>
public sealed class PigeonholeTests(SampleMessages messages) : IClassFixture<SampleMessages>
{
    private const string Recipient = "joe@example.test";

    // sieve-test takes no null sender, and none without a domain.
    private const string SomeSender = "mailer-daemon@mx.example";

    private static readonly string Files = Path.Combine(AppContext.BaseDirectory, "testdata", "sorting", "sieve");

    public static TheoryData<string> Names => [.. Directory.GetFiles(Files).Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_actions_are_the_same(string name)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Files, name + ".sieve"), TestContext.Current.CancellationToken);
        using var pigeonhole = new PigeonholeFolder(text);
        var script = OurSorting.Compile(name, text, isRow: false);

        var differences = new List<string>();
        foreach (var message in messages.All.Select(message => message.Sender.Contains('@', StringComparison.Ordinal) ? message : message with { Sender = SomeSender }))
        {
            var theirs = await pigeonhole.RunAsync(message, Recipient);
            var ours = OurSorting.Actions(await OurSorting.RunAsync([script], message, Recipient));
            if (!theirs.SequenceEqual(ours))
            {
                differences.Add($"{message}: Pigeonhole {string.Join(", ", theirs)}; our engine {string.Join(", ", ours)}");
            }
        }

        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }
}

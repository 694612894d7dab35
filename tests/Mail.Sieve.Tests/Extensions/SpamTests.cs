using Mail.Sieve.Tests.Engine;

namespace Mail.Sieve.Tests.Extensions;

/// <summary><c>spamtest</c> and <c>virustest</c>, RFC 5235.</summary>
public sealed class SpamTests
{
    private const string Numeric = ":comparator \"i;ascii-numeric\"";

    private static async Task<string> RunAsync(string script, double? score = null, int? virus = null)
    {
        var environment = SieveKit.Environment with { SpamScore = score, VirusStatus = virus };
        var result = await SieveKit.RunAsync([new SieveScope("account", [SieveKit.Compile(script)])], environment: environment);
        Assert.Null(result.Error);
        return SieveKit.Describe(result);
    }

    // RFC 5235 §3.2.1
    [Theory]
    [InlineData(null, "fileinto INBOX.unclassified")]
    [InlineData(0.0, "implicit keep")]
    [InlineData(0.2, "implicit keep")]
    [InlineData(0.3, "fileinto INBOX.spam-trap")]
    [InlineData(1.0, "fileinto INBOX.spam-trap")]
    public async Task Example_with_values_to_10(double? score, string actions) => Assert.Equal(actions, await RunAsync(
        $$"""
        require ["spamtest", "fileinto", "relational", "comparator-i;ascii-numeric"];
        if spamtest :value "eq" {{Numeric}} "0" { fileinto "INBOX.unclassified"; }
        elsif spamtest :value "ge" {{Numeric}} "3" { fileinto "INBOX.spam-trap"; }
        """,
        score));

    // RFC 5235 §3.2.2, both examples
    [Theory]
    [InlineData(null, "fileinto INBOX.unclassified")]
    [InlineData(0.0, "fileinto INBOX.not-spam")]
    [InlineData(0.36, "fileinto INBOX.spam-trap")]
    [InlineData(0.37, "discard")]
    [InlineData(1.0, "discard")]
    public async Task Examples_with_percent(double? score, string actions)
    {
        const string Rest = $$"""
            { fileinto "INBOX.unclassified"; }
            elsif spamtest :percent :value "eq" {{Numeric}} "0" { fileinto "INBOX.not-spam"; }
            elsif spamtest :percent :value "lt" {{Numeric}} "37" { fileinto "INBOX.spam-trap"; }
            else { discard; }
            """;
        const string Require = "require [\"spamtestplus\", \"fileinto\", \"relational\", \"comparator-i;ascii-numeric\"];\n";

        Assert.Equal(actions, await RunAsync($"{Require} if spamtest :value \"eq\" {Numeric} \"0\" {Rest}", score));
        Assert.Equal(actions, await RunAsync($"{Require} if spamtest :percent :count \"eq\" {Numeric} \"0\" {Rest}", score));
    }

    [Theory]
    [InlineData(0.0, "1", "0")]
    [InlineData(0.5, "5", "50")]
    [InlineData(0.7, "7", "70")]
    [InlineData(0.999, "9", "99")]
    [InlineData(1.0, "10", "100")]
    [InlineData(7.0, "10", "100")]
    [InlineData(-1.0, "1", "0")]
    public async Task A_score_is_a_value_and_a_percentage(double score, string value, string percent) => Assert.Equal(
        "discard", await RunAsync($"require \"spamtestplus\"; if allof (spamtest \"{value}\", spamtest :percent \"{percent}\") {{ discard; }}", score));

    // RFC 5235 §3.3
    [Theory]
    [InlineData(null, "fileinto INBOX.unclassified")]
    [InlineData(1, "implicit keep")]
    [InlineData(4, "fileinto INBOX.quarantine")]
    [InlineData(5, "discard")]
    public async Task Example_of_viruses(int? status, string actions) => Assert.Equal(actions, await RunAsync(
        $$"""
        require ["virustest", "fileinto", "relational", "comparator-i;ascii-numeric"];
        if virustest :value "eq" {{Numeric}} "0" { fileinto "INBOX.unclassified"; }
        if virustest :value "eq" {{Numeric}} "4" { fileinto "INBOX.quarantine"; }
        elsif virustest :value "eq" {{Numeric}} "5" { discard; }
        """,
        virus: status));

    // RFC 5235 §3.2
    [Fact]
    public void A_percentage_needs_spamtestplus() =>
        Assert.Contains("\"spamtestplus\"", Assert.Single(SieveKit.Problems("require \"spamtest\"; if spamtest :percent \"1\" { }")), StringComparison.Ordinal);
}

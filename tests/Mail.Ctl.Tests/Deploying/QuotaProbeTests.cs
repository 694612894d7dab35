namespace Mail.Ctl.Tests;

public sealed class QuotaProbeTests
{
    // As az prints them: numbers of machines as numbers, or as strings.
    private const string Usages =
        """
        [{"currentValue": "6", "limit": "10", "localName": "Total Regional vCPUs", "name": {"localizedValue": "Total Regional vCPUs", "value": "cores"}},
         {"currentValue": 8, "limit": 10, "name": {"value": "standardBSv2Family"}},
         {"currentValue": 0, "limit": 20, "name": {"value": "StandardSkuPublicIpAddresses"}}]
        """;

    [Fact]
    public async Task What_is_free_is_compared_with_what_an_edge_needs()
    {
        var asked = new List<string>();
        var findings = await AskAsync(arguments =>
        {
            asked.Add(string.Join(' ', arguments));
            return (0, Usages);
        });

        Assert.Equal(["right", "wrong", "right"], findings.Select(finding => finding.State));
        Assert.Contains("4 free", findings[0].Detail, StringComparison.Ordinal);
        Assert.Contains("2 free, 4 needed", findings[1].Detail, StringComparison.Ordinal);
        Assert.Equal(["vm list-usage --location westeurope --output json", "network list-usages --location westeurope --output json"], asked.Distinct());
    }

    [Theory]
    [InlineData(0, "[]", "does not tell of cores")]
    [InlineData(0, "no JSON", "does not tell of cores")]
    [InlineData(0, "[{\"name\": 1}]", "does not tell of cores")]
    [InlineData(0, "[{\"name\": {\"value\": \"cores\"}, \"limit\": \"many\"}]", "does not tell of cores")]
    [InlineData(1, "Please run 'az login'\nmore", "Please run 'az login'")]
    public async Task What_cannot_be_known_is_unknown(int code, string output, string said)
    {
        var finding = (await AskAsync(_ => (code, output)))[0];
        Assert.Equal("unknown", finding.State);
        Assert.Contains(said, finding.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("more", finding.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_az_it_is_said_who_would_be_asked()
    {
        Assert.All(await AskAsync(_ => null), finding => Assert.Equal(("unknown", "az is not installed; it is asked for quotas"), (finding.State, finding.Detail)));
    }

    private static Task<IReadOnlyList<DeployFindingView>> AskAsync(Func<string[], (int, string)?> az) =>
        new QuotaProbe((arguments, _) => Task.FromResult(az(arguments))).AskAsync("westeurope", TestContext.Current.CancellationToken);
}

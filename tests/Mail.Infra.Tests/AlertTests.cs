using System.Text.Json;
using System.Text.RegularExpressions;

namespace Mail.Infra.Tests;

/// <summary>What somebody is woken for.</summary>
public sealed partial class AlertTests
{
    private const string Queries = "Microsoft.Insights/scheduledQueryRules";
    private const string Metrics = "Microsoft.Insights/metricAlerts";

    public static TheoryData<string> Profiles => SnapshotTests.Profiles;

    [Theory]
    [InlineData("first", "mail-certificate mail-forwarding mail-poison mail-refusals mail-refused mail-silent mail-waiting")]
    [InlineData("vm", "mail-certificate mail-edge mail-forwarding mail-poison mail-refusals mail-refused mail-silent mail-waiting")]
    [InlineData("aca", "mail-certificate mail-edge mail-forwarding mail-poison mail-refusals mail-refused mail-silent mail-waiting")]
    [InlineData("private", "mail-certificate mail-dead-letters mail-edge mail-forwarding mail-poison mail-refusals mail-refused mail-silent mail-waiting")]
    public async Task Each_way_of_deploying_has_its_alerts(string profile, string names)
    {
        var snapshot = await Snapshot.ReadAsync(profile);

        Assert.Equal(
            names.Split(' '),
            snapshot.Of(Queries).Concat(snapshot.Of(Metrics)).Select(alert => alert.GetProperty("name").GetString()).Order(StringComparer.Ordinal));
    }

    /// <summary>A query for a name that nothing sends is an alert that never comes.</summary>
    [Theory]
    [MemberData(nameof(Profiles))]
    public async Task Every_query_is_for_metrics_of_the_list(string profile)
    {
        var snapshot = await Snapshot.ReadAsync(profile);
        var list = await File.ReadAllTextAsync(Path.Combine(Bicep.Folder, "..", "docs", "metrics.md"), TestContext.Current.CancellationToken);

        Assert.All(snapshot.Of(Queries), alert =>
        {
            var names = MetricName().Matches(Query(alert)).Select(match => match.Value).ToList();
            Assert.NotEmpty(names);
            Assert.All(names, name => Assert.Contains($"| `{name.Trim('"')}` |", list, StringComparison.Ordinal));
        });
    }

    [Theory]
    [InlineData("vm", true)]
    [InlineData("aca", true)]
    [InlineData("private", true)]
    [InlineData("first", false)]
    public async Task Alerts_are_told_to_whoever_is_named(string profile, bool isNamed)
    {
        var snapshot = await Snapshot.ReadAsync(profile);

        Assert.Equal(isNamed ? 1 : 0, snapshot.Of("Microsoft.Insights/actionGroups").Count());
        Assert.All(snapshot.Of(Queries), alert => Assert.Equal(isNamed ? 1 : 0, alert.GetProperty("properties").GetProperty("actions").GetProperty("actionGroups").GetArrayLength()));
        Assert.All(snapshot.Of(Metrics), alert => Assert.Equal(isNamed ? 1 : 0, alert.GetProperty("properties").GetProperty("actions").GetArrayLength()));
    }

    /// <summary>Azure looks at no more than the window has: a longer step would leave time out.</summary>
    [Theory]
    [MemberData(nameof(Profiles))]
    public async Task No_time_is_left_out_between_two_looks(string profile)
    {
        var snapshot = await Snapshot.ReadAsync(profile);

        Assert.All(snapshot.Of(Queries).Concat(snapshot.Of(Metrics)), alert =>
        {
            var properties = alert.GetProperty("properties");
            Assert.True(Span(properties, "evaluationFrequency") <= Span(properties, "windowSize"), alert.GetProperty("name").GetString());
        });
    }

    private static TimeSpan Span(JsonElement properties, string name) => System.Xml.XmlConvert.ToTimeSpan(properties.GetProperty(name).GetString()!);

    private static string Query(JsonElement alert) => alert.GetProperty("properties").GetProperty("criteria").GetProperty("allOf")[0].GetProperty("query").GetString()!;

    [GeneratedRegex("\"mail\\.[a-z.]+\"")]
    private static partial Regex MetricName();
}

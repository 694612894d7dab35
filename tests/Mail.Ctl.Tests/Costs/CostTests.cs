namespace Mail.Ctl.Tests;

public sealed class CostTests : IDisposable
{
    private readonly CtlWorld _world = new();
    private readonly TemporaryDirectory _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void The_sum_is_what_its_parts_are()
    {
        // Prices of which each can be told from the others in the result.
        var prices = new PriceList
        {
            BlobWritesPer10K = 10_000,
            BlobReadsPer10K = 0,
            TableRequestsPer10K = 0,
            QueueRequestsPer10K = 0,
            BlobGiBMonth = 1,
            TableGiBMonth = 0,
            GBSecond = 0,
            ExecutionsPerMillion = 1e6,
            FreeExecutions = 0,
            LogGB = 0,
            EgressGB = 1,
            FreeEgressGB = 0,
            TwoMachinesMonth = 3,
            BalancerMonth = 4,
            AroundMonth = 5,
        };
        var cost = new CostModel(Received: 12, Sent: 12, Size: 1e6 / 1024, Mailbox: 7, MemoryGB: 2, OnMachines: true, prices, new SiteCounts()).For(2);

        // 2 users, 12 messages a day, 365/12 days: 730 received, 730 sent; 2 and 1 blobs are written for each, 1 and 2 executions made beside those of timers.
        Assert.Equal(1460, cost.Messages, 6);
        Assert.Equal((2 * 730) + 730, cost.StorageRequestsCost, 6);
        Assert.Equal(14, cost.StoredCost, 6);
        Assert.Equal((3 * 730) + (145 * 730), cost.FunctionsCost, 6);
        Assert.Equal(0.73, cost.EgressCost, 6);
        Assert.Equal(12, cost.EdgeCost, 6);
        Assert.Equal(cost.StorageRequestsCost + cost.StoredCost + cost.FunctionsCost + cost.EgressCost + cost.EdgeCost, cost.Total, 6);
        Assert.Equal(cost.Total / 2, cost.PerUser, 6);
    }

    [Fact]
    public void Instances_are_up_a_second_for_each_message_when_there_are_few_and_as_long_as_the_CPU_takes_when_there_are_many()
    {
        var model = new CostModel(40, 8, 75, 5, MemoryGB: 1, OnMachines: true, new PriceList(), new SiteCounts());
        const double Month = 365.0 / 12 * 24 * 3600;

        var few = model.For(1);
        Assert.InRange(few.GBSeconds, few.Executions * 0.95, few.Executions);
        Assert.Equal(Month, model.For(100_000).GBSeconds, 0);
        var many = model.For(10_000_000);
        Assert.InRange(many.GBSeconds / Month, 30, 100);
    }

    [Fact]
    public async Task Sites_of_several_sizes_stand_beside_each_other()
    {
        var sites = (await _world.RunAsync("cost --users 25 --users 500 --edge aca --json")).Succeeded().Json;
        Assert.Equal([25, 500], sites.EnumerateArray().Select(site => site.GetProperty("users").GetInt32()));
        Assert.Equal(100, sites[0].GetProperty("exchangeOnline").GetDouble());
        Assert.True(sites[0].GetProperty("perUser").GetDouble() > sites[1].GetProperty("perUser").GetDouble());
        Assert.Contains("Together, $", (await _world.RunAsync("cost")).Succeeded().Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prices_can_be_printed_changed_and_used()
    {
        var printed = (await _world.RunAsync("cost --show-prices")).Succeeded().Out;
        var file = _files.Write("prices.json", printed.Replace("\"exchangeOnlineUser\": 4", "\"exchangeOnlineUser\": 8", StringComparison.Ordinal));
        var site = (await _world.RunAsync(["cost", "--users", "10", "--prices", file, "--json"])).Succeeded().Json[0];
        Assert.Equal(80, site.GetProperty("exchangeOnline").GetDouble());
    }

    [Fact]
    public async Task Counts_of_a_site_take_the_place_of_those_that_were_measured()
    {
        var printed = (await _world.RunAsync("cost --show-counts")).Succeeded().Out;
        var file = _files.Write("counts.json", printed.Replace("\"tableRequests\": 1.6", "\"tableRequests\": 101.6", StringComparison.Ordinal));
        async Task<double> RequestsAsync(params string[] more) => (await _world.RunAsync(["cost", "--users", "12", "--received", "10", "--json", .. more]))
            .Succeeded().Json[0].GetProperty("requests").GetDouble();

        // 12 users, 10 messages a day, 365/12 days.
        Assert.Equal(100 * 12 * 10 * 365.0 / 12, await RequestsAsync("--counts", file) - await RequestsAsync(), 3);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("null")]
    [InlineData("{\"received\": null}")]
    [InlineData("{\"received\": {\"blobWrites\": 2}}")]
    [InlineData("{\"got\": {}}")]
    public async Task A_file_of_counts_that_cannot_be_used_is_refused(string text) =>
        (await _world.RunAsync(["cost", "--counts", _files.Write("counts.json", text)])).Refused("--show-counts");

    [Theory]
    [InlineData("nonsense")]
    [InlineData("null")]
    [InlineData("{\"blobGiBMont\": 1}")]
    [InlineData("{\"blobGiBMonth\": \"much\"}")]
    public async Task A_list_of_prices_that_cannot_be_used_is_refused(string text) =>
        (await _world.RunAsync(["cost", "--prices", _files.Write("prices.json", text)])).Refused("--show-prices");

    [Theory]
    [InlineData("--users 0")]
    [InlineData("--users -1")]
    [InlineData("--size 0")]
    [InlineData("--received NaN")]
    [InlineData("--edge moon")]
    public async Task What_makes_no_sense_is_refused(string options) => Assert.Equal(2, (await _world.RunAsync("cost " + options)).ExitCode);
}

using System.CommandLine;
using System.Globalization;
using System.Text.Json;

namespace Mail.Ctl;

internal sealed class Cost : CtlCommand
{
    private readonly Option<int[]> _users;
    private readonly Option<double> _received;
    private readonly Option<double> _sent;
    private readonly Option<double> _size;
    private readonly Option<double> _mailbox;
    private readonly Option<double> _memory;
    private readonly Option<string> _edge;
    private readonly Option<string?> _prices;
    private readonly Option<bool> _showPrices;
    private readonly Option<string?> _counts;
    private readonly Option<bool> _showCounts;

    public Cost(CtlApp app)
        : base(
            app,
            "cost",
            "Estimates what a site costs on Azure in a month, from the requests and seconds that a message was measured to take, beside a machine of one's own and services by user.",
            "mailctl cost",
            "mailctl cost --users 25 --received 60 --mailbox 10 --edge aca",
            "mailctl cost --show-prices > prices.json && mailctl cost --prices prices.json",
            "mailctl cost --show-counts > counts.json && mailctl cost --counts counts.json")
    {
        _users = Take(new Option<int[]>("--users")
        {
            Description = "People with a mailbox; may be given more than once. [default: 10, 1000 and 100000]",
            HelpName = "N",
            DefaultValueFactory = _ => [10, 1_000, 100_000],
            CustomParser = result => [.. result.Tokens.Select(token => int.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var users) && users > 0
                ? users
                : Parameters.Refuse<int>(result, "--users is a number from 1 on."))],
        });
        _received = Take(Amount("--received", "Messages that a user gets a day.", 40));
        _sent = Take(Amount("--sent", "Messages that a user sends elsewhere a day.", 8));
        _size = Take(Amount("--size", "Size of a message in KiB.", 75));
        _mailbox = Take(Amount("--mailbox", "GiB that a user has stored.", 5));
        _memory = Take(Amount("--memory", "GB of an instance of the functions.", 2));
        _edge = Take(new Option<string>("--edge") { Description = "vm or aca.", HelpName = "EDGE", DefaultValueFactory = _ => "vm" }.AcceptOnlyFromAmong("vm", "aca"));
        _prices = Take(Parameters.Text("--prices", "Prices to use in place of those that are built in.", "FILE"));
        _showPrices = Take(new Option<bool>("--show-prices") { Description = "Print the prices, as a file for --prices." });
        _counts = Take(Parameters.Text("--counts", "What a message takes at your site, by its own metrics, in place of what was measured here: docs/cost.md.", "FILE"));
        _showCounts = Take(new Option<bool>("--show-counts") { Description = "Print what a message takes, as a file for --counts." });
    }

    public override Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var prices = run.Get(_prices) is { } list ? CostFile.Read(list, CostJson.Default.PriceList, "list of prices", "--show-prices") : new PriceList();
        var counts = run.Get(_counts) is { } file ? CostFile.Read(file, CostJson.Default.SiteCounts, "file of counts", "--show-counts") : new SiteCounts();
        if (run.Get(_showCounts))
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(counts, CostJson.Default.SiteCounts));
            return Task.FromResult(CommandResult.Done);
        }

        if (run.Get(_showPrices))
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(prices, CostJson.Default.PriceList));
            return Task.FromResult(CommandResult.Done);
        }

        var model = new CostModel(run.Get(_received), run.Get(_sent), run.Get(_size), run.Get(_mailbox), run.Get(_memory), run.Get(_edge) == "vm", prices, counts);
        IReadOnlyList<CostView> sites = [.. run.Get(_users)!.Select(model.For)];
        run.Answer.Write(sites, json => json.IReadOnlyListCostView, text => Write(text, sites, prices));
        return Task.FromResult(CommandResult.Done);
    }

    private static void Write(TextAnswer text, IReadOnlyList<CostView> sites, PriceList prices)
    {
        Column[] columns = [new("A month, for users"), .. sites.Select(site => new Column(Count(site.Users)))];
        string[] Line(string name, Func<CostView, string> value) => [name, .. sites.Select(value)];
        text.Table(columns,
        [
            Line("Messages", site => Count(site.Messages)),
            Line("Storage requests", site => Count(site.Requests)),
            Line("Executions", site => Count(site.Executions)),
            Line("GB-s", site => Count(site.GBSeconds)),
            Line("Stored GiB", site => Count(site.StoredGiB)),
            Line("Storage requests, $", site => Dollars(site.StorageRequestsCost)),
            Line("Stored mail, $", site => Dollars(site.StoredCost)),
            Line("Functions, $", site => Dollars(site.FunctionsCost)),
            Line("Logs, $", site => Dollars(site.LogsCost)),
            Line("Outgoing data, $", site => Dollars(site.EgressCost)),
            Line("Edge, registry, vaults, $", site => Dollars(site.EdgeCost)),
            Line("Together, $", site => Dollars(site.Total)),
            Line("… a user, $", site => site.PerUser.ToString("0.000", CultureInfo.InvariantCulture)),
            Line("… a thousand messages, $", site => (site.PerMessage * 1000).ToString("0.000", CultureInfo.InvariantCulture)),
            Line("A machine of one's own, $", site => Dollars(site.MailMachine)),
            Line("Exchange Online Plan 1, $", site => Dollars(site.ExchangeOnline)),
            Line("Workspace Business Starter, $", site => Dollars(site.Workspace)),
        ]);
        text.Line($"Prices: {prices.AsOf}. An estimate of what is used; the bill is what counts.");
    }

    private static string Count(double number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Dollars(double amount) => amount.ToString("#,0.00", CultureInfo.InvariantCulture);

    private static Option<double> Amount(string name, string description, double otherwise) => new(name)
    {
        Description = description,
        HelpName = "N",
        DefaultValueFactory = _ => otherwise,
        CustomParser = result => double.TryParse(result.Tokens[0].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) && amount is > 0 and < 1e6
            ? amount
            : Parameters.Refuse<double>(result, $"{name} is a number above 0."),
    };
}

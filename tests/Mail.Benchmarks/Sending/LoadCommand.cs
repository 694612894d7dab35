using System.Diagnostics;
using System.Globalization;
using Mail.Core;

namespace Mail.Benchmarks;

/// <summary>
/// Many messages to many destinations of which some are dead and some are slow: how long the live ones take, against a run in which the others do not exist.
/// </summary>
internal static class LoadCommand
{
    private const string Help = """
        send-load [--messages N] [--destinations N] [--dead N] [--slow N] [--size OCTETS] [--azurite] [--kills N]

        Sends the messages three times, spread evenly over the destinations: to the live ones only, with the slow ones, and with the slow and the dead ones.
        Prints after how many seconds the live ones had all of theirs. In memory by default; with --azurite by a functions process on Azurite, which is
        killed so many times (SIGKILL) while it sends and started again: then messages that came twice are counted, too.
        Defaults: 10000 messages of 4 KiB, 200 destinations, 20 dead, 20 slow.
        """;

    public static async Task<int> RunAsync(string[] arguments)
    {
        if (LoadOptions.TryParse(arguments) is not { } options)
        {
            Console.Error.WriteLine(Help);
            return 2;
        }

        var alone = await RunAsync("live ones only", options, static kind => kind == SinkKind.Live);
        var slow = await RunAsync("with slow ones", options, static kind => kind != SinkKind.Dead);
        var dead = await RunAsync("with slow and dead ones", options, static _ => true);
        Print($"slow : alone {slow / alone:0.00}, dead : slow {dead / slow:0.00}, dead : alone {dead / alone:0.00}");
        return 0;
    }

    /// <returns>Seconds until the live destinations had everything.</returns>
    private static async Task<double> RunAsync(string name, LoadOptions options, Func<SinkKind, bool> isWanted)
    {
        await using var farm = new SinkFarm(options.Destinations, options.Dead, options.Slow);
        await using ILoadTarget target = options.UseAzurite ? await ProcessTarget.StartAsync(options) : new MemoryTarget();
        foreach (var sink in farm.Sinks)
        {
            await target.AddTransportAsync(TransportTo(sink));
        }

        var wanted = Enumerable.Range(0, options.Messages).Select(i => farm.Sinks[i % farm.Sinks.Count]).Where(sink => isWanted(sink.Kind)).ToList();
        var live = wanted.Count(sink => sink.Kind == SinkKind.Live);
        var number = 0;
        await target.FillAsync(wanted.Select(sink => ($"bob@{sink.Domain}", OutboundFiller.Message(options.Size, (++number).ToString(CultureInfo.InvariantCulture)))));

        var watch = Stopwatch.StartNew();
        await target.SendAsync(() => farm.Live, live);
        var seconds = watch.Elapsed.TotalSeconds;
        Print($"{name}: {live} messages to live destinations in {seconds:0.0} s; most at once to one {farm.MostAtOnce}; came twice {farm.Doubles}");
        return seconds;
    }

    private static Core.Transport TransportTo(Sink sink) => new()
    {
        Pattern = sink.Domain,
        Kind = TransportKind.Smarthost,
        Host = $"[{sink.EndPoint.Address}]",
        Port = sink.EndPoint.Port,
        Tls = TlsLevel.None,
    };

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}

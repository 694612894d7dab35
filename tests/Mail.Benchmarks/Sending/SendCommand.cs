using System.Diagnostics;
using System.Globalization;
using Mail.Core;

namespace Mail.Benchmarks;

/// <summary>Sends messages from memory to one server, which has to listen on loopback, and prints rate and CPU of this process. For compare.sh.</summary>
internal static class SendCommand
{
    private const int Warm = 500;

    public static async Task<int> RunAsync(int port, int count, int size)
    {
        await using var sending = new InMemorySending();
        sending.Transports.ByDomain["other.test"] = TransportTo(port);
        var content = OutboundFiller.Message(size, "1");
        await DrainAsync(sending, content, Warm);

        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        var allocated = GC.GetTotalAllocatedBytes();
        var took = await DrainAsync(sending, content, count);
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{count / took.TotalSeconds:0}/s, {(process.TotalProcessorTime - cpu).TotalMilliseconds / count:0.00} ms, {(GC.GetTotalAllocatedBytes() - allocated) / count / 1024} KiB allocated"));
        return 0;
    }

    public static Core.Transport TransportTo(int port) => new()
    {
        Pattern = "other.test",
        Kind = TransportKind.Smarthost,
        Host = "[127.0.0.1]",
        Port = port,
        Tls = TlsLevel.None,
    };

    /// <summary>Gives the time from the first attempt to the last outcome; making the jobs is not in it.</summary>
    private static async Task<TimeSpan> DrainAsync(InMemorySending sending, byte[] content, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await sending.Queue.AddAsync("bob@other.test", content);
        }

        var started = Stopwatch.StartNew();
        var before = sending.Settled;
        await sending.RunAsync(() => sending.Settled - before >= count);
        return started.Elapsed;
    }
}

using Mail.Core;
using Spectre.Console;

namespace Mail.Ctl;

/// <summary>
/// Shows on standard error how far a long piece of work is, how fast it goes and how long it will take: a bar on a terminal, a line at the start and now and then
/// elsewhere.
/// </summary>
internal sealed class ProgressDisplay(CtlConsole console, TimeProvider time)
{
    /// <summary>Lines that a log gets for a whole piece of work.</summary>
    private const int Lines = 10;

    /// <param name="total">Bytes.</param>
    /// <param name="work">Is given what to call, from any thread, with the bytes it has done since it last called.</param>
    public Task RunAsync(string title, long total, Func<Action<long>, Task> work) => RunAsync(
        title,
        async (expect, done) =>
        {
            expect(total);
            await work(done);
        });

    /// <param name="work">Is given what to call once with the bytes in all, as soon as they are known, and then what to call with those it has done.</param>
    public Task RunAsync(string title, Func<Action<long>, Action<long>, Task> work) =>
        console.ErrorIsTerminal ? WithBarAsync(title, work) : WithLinesAsync(title, work);

    private Task WithBarAsync(string title, Func<Action<long>, Action<long>, Task> work) =>
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(console.Error) })
            .Progress()
            .AutoClear(true)
            .Columns(
                new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new DownloadedColumn(), new TransferSpeedColumn(), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                var bar = context.AddTask(Markup.Escape(title));
                bar.IsIndeterminate = true;
                await work(
                    total =>
                    {
                        bar.MaxValue = Math.Max(1, total);
                        bar.IsIndeterminate = false;
                    },
                    bytes => bar.Increment(bytes));
            });

    private Task WithLinesAsync(string title, Func<Action<long>, Action<long>, Task> work)
    {
        var (done, total, start) = (0L, 0L, 0L);
        return work(
            expected =>
            {
                (total, start) = (expected, time.GetTimestamp());
                console.Error.WriteLine($"{title} {ByteSize.Format(total)} …");
            },
            bytes =>
            {
                var now = Interlocked.Add(ref done, bytes);
                if (total > 0 && (now - bytes) * Lines / total != now * Lines / total && now < total)
                {
                    console.Error.WriteLine($"{title}: {ByteSize.Format(now)} of {ByteSize.Format(total)}{Pace(now, total - now, time.GetElapsedTime(start))}");
                }
            });
    }

    /// <summary>Nothing while no time has passed.</summary>
    private static string Pace(long done, long left, TimeSpan elapsed)
    {
        if (elapsed < TimeSpan.FromMilliseconds(1))
        {
            return "";
        }

        var rate = done / elapsed.TotalSeconds;
        return $", {ByteSize.Format((long)rate)}/s, {SettingText.Time(TimeSpan.FromSeconds(Math.Ceiling(left / rate)))} left";
    }
}

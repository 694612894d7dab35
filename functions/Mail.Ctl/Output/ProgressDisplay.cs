using Spectre.Console;

namespace Mail.Ctl;

/// <summary>Shows on standard error how far a long piece of work is: a bar on a terminal, a line at the start and now and then elsewhere.</summary>
internal sealed class ProgressDisplay(CtlConsole console)
{
    /// <summary>Lines that a log gets for a whole piece of work.</summary>
    private const int Lines = 10;

    /// <param name="total">Bytes.</param>
    /// <param name="work">Is given what to call, from any thread, with the bytes it has done since it last called.</param>
    public Task RunAsync(string title, long total, Func<Action<long>, Task> work) =>
        console.ErrorIsTerminal ? WithBarAsync(title, total, work) : WithLinesAsync(title, total, work);

    private Task WithBarAsync(string title, long total, Func<Action<long>, Task> work) =>
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(console.Error) })
            .Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new DownloadedColumn(), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                var bar = context.AddTask(title, maxValue: Math.Max(1, total));
                await work(bytes => bar.Increment(bytes));
            });

    private Task WithLinesAsync(string title, long total, Func<Action<long>, Task> work)
    {
        var done = 0L;
        console.Error.WriteLine($"{title} {ByteSize.Format(total)} …");
        return work(bytes =>
        {
            var before = Interlocked.Add(ref done, bytes) - bytes;
            if (total > 0 && before * Lines / total != (before + bytes) * Lines / total && before + bytes < total)
            {
                console.Error.WriteLine($"{title}: {ByteSize.Format(before + bytes)} of {ByteSize.Format(total)}");
            }
        });
    }
}

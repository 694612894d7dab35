namespace Mail.Ctl;

/// <summary>Says on standard error how far a piece of work is whose steps are known only when it has begun: some ten lines, none for little.</summary>
internal sealed class StepDisplay(CtlConsole console)
{
    private const int Lines = 10;

    /// <summary>Steps in a second or two: nobody waits for their end.</summary>
    private const int Few = 500;

    /// <param name="work">Is given what to call with the steps that are done, and all that there are.</param>
    public Task RunAsync(string title, Func<Action<int, int>, Task> work)
    {
        var shown = 0;
        return work((done, all) =>
        {
            if (all >= Few && (long)done * Lines / all != (long)shown * Lines / all)
            {
                console.Error.WriteLine($"{title}: {done} of {all} steps");
                shown = done;
            }
        });
    }
}

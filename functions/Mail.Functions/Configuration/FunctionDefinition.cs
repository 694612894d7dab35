using Cronos;

namespace Mail.Functions;

/// <summary>One function as its <c>function.json</c> describes it.</summary>
/// <param name="Name">The name of its folder.</param>
public abstract record FunctionDefinition(string Name)
{
    /// <param name="Binding">The name under which the message comes in the <c>Data</c> of an invocation.</param>
    /// <param name="QueueName">With <c>%SETTING%</c> already replaced.</param>
    public sealed record Queue(string Name, string Binding, string QueueName) : FunctionDefinition(Name)
    {
        /// <summary>Which code runs: one function may have a folder for each kind of queue.</summary>
        public string Code { get; init; } = Name;
    }

    /// <param name="Schedule">NCRONTAB of six fields, in UTC.</param>
    /// <param name="RunOnStartup">Run once as soon as this process becomes the one that runs the timer.</param>
    /// <param name="UseMonitor">Remember the last run, and make up for one that was missed while nobody was there.</param>
    public sealed record Timer(string Name, string Binding, CronExpression Schedule, bool RunOnStartup, bool UseMonitor) : FunctionDefinition(Name);

    /// <summary>Called at its own paths: those of its <see cref="IHttpFunction"/>.</summary>
    public sealed record Http(string Name) : FunctionDefinition(Name);
}

using System.CommandLine;

namespace Mail.Ctl;

/// <summary>A verb that does something: the last word of a command line. Its arguments and options are its fields.</summary>
internal abstract class CtlCommand : Command
{
    private readonly CtlApp _app;

    /// <param name="examples">Whole command lines for <c>--help</c>.</param>
    protected CtlCommand(CtlApp app, string name, string description, params string[] examples)
        : base(name, description)
    {
        _app = app;
        Examples = examples;
        SetAction((parsed, cancellationToken) => app.RunAsync(this, parsed, cancellationToken));
    }

    public IReadOnlyList<string> Examples { get; }

    /// <summary>Whether the storage is opened for it, which takes a while even when nobody asks it anything.</summary>
    public virtual bool NeedsStorage => true;

    protected CtlConsole Console => _app.Console;

    protected TimeProvider Time => _app.Time;

    /// <exception cref="Core.StorageUnavailableException">Reported by the caller.</exception>
    public abstract Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken);

    protected Argument<T> Take<T>(Argument<T> argument)
    {
        Arguments.Add(argument);
        return argument;
    }

    protected Option<T> Take<T>(Option<T> option)
    {
        Options.Add(option);
        return option;
    }
}

using System.CommandLine;

namespace Mail.Ctl;

/// <summary>One call of one verb: what was typed, the storage to work on, and where the answer goes.</summary>
/// <param name="Opened"><c>null</c> when <see cref="CtlCommand.NeedsStorage"/> says so.</param>
internal sealed record CommandRun(ParseResult Parsed, StorageLocation Location, MailStorage? Opened, Answer Answer)
{
    public MailStorage Storage => Opened ?? throw new InvalidOperationException("The verb says that it needs no storage.");

    public T Get<T>(Argument<T> argument) => Parsed.GetRequiredValue(argument);

    public T? Get<T>(Option<T> option) => Parsed.GetValue(option);

    /// <summary>The option was written on the command line, with whatever value.</summary>
    public bool Has(Option option) => Parsed.GetResult(option) is { Implicit: false };
}

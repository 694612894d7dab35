using System.CommandLine;
using Mail.Core;

namespace Mail.Ctl;

/// <summary>What a verb of <c>queue</c> is about: one message, or all mail for one destination.</summary>
internal sealed class QueueTarget(Argument<QueueId?> id, Option<string?> destination)
{
    public static Argument<QueueId?> Id() => new("ID")
    {
        Description = "The queue id: 26 letters and digits, as in 'queue list', the log and our Received field.",
        Arity = ArgumentArity.ZeroOrOne,
        CustomParser = result => QueueId.TryParse(result.Tokens[0].Value.Split('-')[0], out var read)
            ? read
            : Parameters.Refuse<QueueId?>(result, $"'{result.Tokens[0].Value}' is not a queue id; see: mailctl queue list"),
    };

    public static Option<string?> Destination() =>
        Parameters.Text("--destination", "All mail for this domain that waits for other servers.", "DOMAIN");

    public static CommandResult Missing { get; } = CommandResult.Usage("Say which: an ID, or --destination.");

    /// <summary>Neither, or both, is misuse.</summary>
    public bool IsUsable(CommandRun run) => run.Parsed.GetValue(id) is null != (run.Get(destination) is null);

    public QueueId? MessageOf(CommandRun run) => run.Parsed.GetValue(id);

    /// <summary>Jobs for other servers that are meant.</summary>
    public IAsyncEnumerable<OutboundJob> JobsOf(CommandRun run, CancellationToken cancellationToken) => run.Parsed.GetValue(id) is { } queueId
        ? run.Storage.Outbound.ListAsync(queueId, cancellationToken)
        : run.Storage.Outbound.ListAsync(run.Get(destination)!.ToLowerInvariant(), cancellationToken);

    /// <summary>As shown in answers.</summary>
    public string NameOf(CommandRun run) => run.Parsed.GetValue(id)?.ToString() ?? run.Get(destination)!;

    /// <summary>The answer of a verb that has changed jobs.</summary>
    public CommandResult Tell(CommandRun run, string action, int jobs)
    {
        var detail = $"{jobs} job{(jobs == 1 ? "" : "s")} for other servers";
        run.Answer.Write(
            new QueueActionView(NameOf(run), action, detail),
            json => json.QueueActionView,
            text => text.Line($"{NameOf(run)}: {detail} {action}."));
        return CommandResult.Done;
    }
}

using System.CommandLine;
using Mail.Core;
using Mail.Processing;

namespace Mail.Ctl;

/// <summary>What the verbs of <c>quarantine</c> have in common.</summary>
internal static class QuarantineParameters
{
    public static Argument<QueueId> Id() => new("ID")
    {
        Description = "The queue id, as in 'quarantine list'.",
        CustomParser = result => QueueId.TryParse(result.Tokens[0].Value, out var read)
            ? read
            : Parameters.Refuse<QueueId>(result, $"'{result.Tokens[0].Value}' is not a queue id; see: mailctl quarantine list"),
    };

    public static Option<string?> By() => Parameters.Text("--by", "Who says so, for the record; otherwise the user of this machine.", "NAME");

    public static Quarantine Of(CommandRun run, TimeProvider time) => new(run.Storage.Log, run.Storage.Spool, new IncomingQueue(run.Storage.Queues), time);

    public static string Name(string? by) => string.IsNullOrWhiteSpace(by) ? Environment.UserName : by.Trim();

    /// <summary>Why nothing was done.</summary>
    public static CommandResult Refused(QuarantineResult result, QueueId id) => CommandResult.Refused(result switch
    {
        QuarantineResult.NotFound => $"There is no message {id}; see: mailctl quarantine list",
        QuarantineResult.NotInSpool => $"Message {id} is on record, but not in the spool any more: there is nothing to deliver; to end it: mailctl quarantine delete {id}",
        _ => $"Message {id} is not in quarantine; see: mailctl trace {id}",
    });
}

using System.CommandLine;
using Mail.Core;

namespace Mail.Ctl;

/// <summary>Arguments of the verbs of <c>queue</c>.</summary>
internal static class QueueParameters
{
    /// <summary>The id of one message.</summary>
    public static Argument<QueueId> QueueId() => new("ID")
    {
        Description = "The queue id: 26 letters and digits, as in 'queue list', the log and our Received field.",
        CustomParser = result => Core.QueueId.TryParse(result.Tokens[0].Value, out var id)
            ? id
            : Parameters.Refuse<QueueId>(result, $"'{result.Tokens[0].Value}' is not a queue id; see: mailctl queue list"),
    };

    public static CommandResult NotFound(QueueId id) =>
        CommandResult.Refused($"There is no message {id} in the spool; see: mailctl queue list, mailctl trace {id}");
}

using Mail.Core;

namespace Mail.Ctl;

/// <summary>Arguments of the verbs of <c>queue</c>.</summary>
internal static class QueueParameters
{
    public static CommandResult NotFound(QueueId id) =>
        CommandResult.Refused($"There is no message {id} in the spool; see: mailctl queue list, mailctl trace {id}");
}

using Mail.Core;
using Mail.Sieve;
using Microsoft.Extensions.Logging;

namespace Mail.Processing;

/// <summary>
/// Rules of the site that look at a message once, before it is routed: what Postfix's <c>header_checks</c> and <c>body_checks</c> are for. They may drop
/// it, send it elsewhere, change its header, and say in which folder mailboxes keep it. Nothing else: there is nobody yet who could answer.
/// </summary>
public sealed class IncomingRules(RuleBook book, FlowOptions options, TimeProvider time, ILogger<IncomingRules> logger)
{
    private const string Whom = "everybody";

    private readonly SieveInterpreter _interpreter = new(RuleOptions.Row, time);

    /// <exception cref="StorageUnavailableException">The message has to be looked at again later.</exception>
    internal async ValueTask<IncomingDecision> DecideAsync(FlowRun run)
    {
        var scopes = await book.ForIncomingAsync(run.CancellationToken);
        if (scopes.Count == 0)
        {
            return IncomingDecision.Keep;
        }

        try
        {
            var environment = SortEnvironment.ForIncoming(run.Envelope, options);
            var result = await _interpreter.RunAsync(scopes, await run.OpenForRulesAsync(), environment, new IncomingHost(book), run.CancellationToken);
            if (result.Error is { } error)
            {
                SortLog.Failed(logger, run.Envelope.QueueId, Whom, error.ToString());
            }

            return Decide(result);
        }
        catch (Exception e) when (e is not (OperationCanceledException or StorageUnavailableException))
        {
            SortLog.Fault(logger, e, run.Envelope.QueueId, Whom);
            return IncomingDecision.Keep with { Remarks = ["an error in the engine of rules"] };
        }
    }

    private static IncomingDecision Decide(SieveResult result)
    {
        var decision = new IncomingDecision
        {
            Redirects = [.. result.Actions.OfType<RedirectAction>()],
            Folder = result.Actions.OfType<FileIntoAction>().FirstOrDefault(),
            Edits = result.Actions.OfType<StoreAction>().LastOrDefault()?.Edits ?? HeaderEdits.None,
        };
        var isStored = result.Actions.Any(action => action is StoreAction);
        var others = result.Actions.Where(action => action is RejectAction or VacationAction or NotifyAction)
            .Select(action => $"{RuleOrigin.Words(action.Origin)}, asks for what a rule of phase incoming cannot do: kept instead");
        decision = decision with { Remarks = [.. others, .. result.Error is { } error ? [$"the rules ended early: {error}"] : Array.Empty<string>()] };
        return isStored || result.Actions.Any(action => action is RejectAction) ? decision
            : result.Actions.FirstOrDefault(action => action is DiscardAction or RedirectAction) is { } last
                ? decision with { Dropped = $"{(last is DiscardAction ? "discarded" : "redirected")}: {RuleOrigin.Words(last.Origin)}" }
                : decision;
    }
}

using System.Globalization;

namespace Mail.Ctl;

/// <summary>The status for people: what did not answer is said to be so, and what depends on it left out.</summary>
internal static class StatusText
{
    public static void Write(TextAnswer text, StatusView view) => text.Fields(
    [
        ("Gateway", Service(view.Gateway)),
        .. Certificates(view.Tls),
        ("Functions", Service(view.Functions)),
        ("Storage", view.StorageProblem is null ? view.Storage : $"does not answer: {view.StorageProblem} ({view.Storage}); what is in it is not known"),
        .. view.Queues.Select(queue => ("Queue " + queue.Name, (string?)Queue(queue))),
        ("Deferred", Number(view.Deferred)),
        ("Held", Number(view.Held)),
        ("Quarantined", view.Quarantined > 0 ? $"{Number(view.Quarantined)}; see: mailctl quarantine list" : Number(view.Quarantined)),
        ("Poison", view.Poison > 0 ? $"{Number(view.Poison)}; see: mailctl queue list" : Number(view.Poison)),
        ("Refused", Refused(view)),
        ("Spool", view.Spool is { } spool ? $"{Number(spool.Messages)} messages, {ByteSize.Format(spool.Bytes)}" : null),
        ("Domains", Number(view.Domains)),
        ("Accounts", Number(view.Accounts)),
        ("Aliases", Number(view.Aliases)),
        .. view.WaitingForwards.Select(state => (
            "Forwarding", (string?)$"to {state.Target ?? state.Domain} waits until {Moment.Format(state.WaitsUntil)}: {state.Refused} of {state.Sent + state.Refused} refused, last: {state.LastReply}")),
        .. view.DeadDestinations.Select(dead => ("Dead", (string?)$"{dead.Destination} until {Moment.Format(dead.Until)}: {dead.Reason}")),
        // One that is dead is its own matter.
        ("Dead", view.DeadDestinations.Count > 1 ? "many at once? Outgoing port 25 may be blocked; see: mailctl transport check" : null),
    ]);

    private static string? Number(int? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static string Service(ServiceView service) => $"{service.Answer} ({service.Url})";

    private static IEnumerable<(string, string?)> Certificates(TlsView tls) => tls.Certificates.Count == 0
        ? [("Certificates", "not known: the gateway does not tell them")]
        : tls.Certificates.Select(line => ("Certificates", (string?)line));

    private static string Queue(QueueCountView queue) =>
        Number(queue.Messages) + (queue.OldestSeconds is { } age ? $", the oldest for {Moment.Age(TimeSpan.FromSeconds(age))}" : "");

    private static string? Refused(StatusView view) => view switch
    {
        { StorageProblem: not null } => null,
        { RefusedLastHour: null } => "too many in the last hour to be counted quickly; see: mailctl rejects --since 1h",
        { RefusedLastHour: 0 } => "0 in the last hour",
        _ => $"{Number(view.RefusedLastHour)} in the last hour; see: mailctl rejects --since 1h",
    };
}

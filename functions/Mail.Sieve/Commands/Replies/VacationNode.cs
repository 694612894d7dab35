using Mail.Core;

namespace Mail.Sieve;

/// <summary><c>vacation</c>, compiled.</summary>
internal sealed class VacationNode(ScriptPosition position) : ActionNode(position)
{
    public required TextTemplate Reason { get; init; }

    public required bool IsMime { get; init; }

    public required TextTemplate? Subject { get; init; }

    public required TextTemplate? From { get; init; }

    public required TextList? Addresses { get; init; }

    public required TextTemplate Handle { get; init; }

    public required TimeSpan Period { get; init; }

    public required Func<SieveRun, FileCopy>? Copy { get; init; }

    protected override void Execute(SieveRun run) => run.Add(
        new VacationAction
        {
            Origin = run.Origin(Position),
            Reason = Reason.Expand(run),
            IsMime = IsMime,
            Subject = Subject is null ? null : HeaderText.OneLine(Subject.Expand(run)),
            From = Sender(run),
            Addresses = OwnAddresses(run),
            Handle = Handle.Expand(run),
            Period = Period,
            Copy = Copy?.Invoke(run),
        },
        Position);

    // RFC 5230 §4.3 suggests that a value that cannot be used is ignored.
    private string? Sender(SieveRun run)
    {
        var from = From is null ? null : HeaderText.OneLine(From.Expand(run));
        return from is not null && SieveAddress.IsList(from) ? from : null;
    }

    private List<MailAddress> OwnAddresses(SieveRun run)
    {
        var addresses = new List<MailAddress>();
        foreach (var text in Addresses?.Expand(run) ?? [])
        {
            if (SieveAddress.TryParse(text, out var address, out _))
            {
                addresses.Add(address);
            }
        }

        return addresses;
    }
}

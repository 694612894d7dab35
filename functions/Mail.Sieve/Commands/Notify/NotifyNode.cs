namespace Mail.Sieve;

/// <summary><c>notify</c>, compiled. It does not touch the implicit keep (RFC 5435 §7).</summary>
internal sealed class NotifyNode(ScriptPosition position) : ActionNode(position)
{
    public required TextTemplate Method { get; init; }

    public required TextTemplate? From { get; init; }

    public required TextTemplate? Importance { get; init; }

    public required TextList? Options { get; init; }

    public required TextTemplate? Message { get; init; }

    public required Func<SieveRun, FileCopy>? Copy { get; init; }

    protected override void Execute(SieveRun run)
    {
        var method = Method.Expand(run);
        if (NotifyMethods.Problem(method, run.Options) is { } problem)
        {
            run.Fail(Position, problem);
            return;
        }

        run.Add(
            new NotifyAction
            {
                Origin = run.Origin(Position),
                Method = method,
                From = Sender(run),
                // RFC 5435 §3.4: 2 unless the script says otherwise.
                Importance = Importance?.Expand(run) switch { "1" => 1, "3" => 3, _ => 2 },
                Options = [.. (Options?.Expand(run) ?? []).Where(NotifyOption.IsValid)],
                Message = Message?.Expand(run),
                Copy = Copy?.Invoke(run),
            },
            Position);
    }

    // RFC 5435 §3.3 suggests that a value that cannot be used is ignored.
    private string? Sender(SieveRun run)
    {
        var from = From is null ? null : HeaderText.OneLine(From.Expand(run));
        return from is not null && SieveAddress.TryParse(from, out _, out _) ? from : null;
    }
}

namespace Mail.Ctl;

/// <summary>A message found in a file, or the reason why there is none. Whoever takes it disposes it.</summary>
/// <param name="Position">Where it is, for the operator: a file, and in an mbox the message's number and byte.</param>
/// <param name="Folder">The subfolder of the source it was in; <c>null</c> for its root.</param>
internal sealed record ImportItem(string Position, string? Folder) : IAsyncDisposable
{
    /// <summary><c>null</c> when <see cref="Problem"/> says why.</summary>
    public MessageBuffer? Message { get; init; }

    /// <summary>Why the message is skipped; <c>null</c> for a good one.</summary>
    public string? Problem { get; init; }

    /// <summary>When it was delivered, as far as the source tells.</summary>
    public DateTimeOffset? ReceivedAt { get; init; }

    public IReadOnlyList<string> Flags { get; init; } = [];

    /// <summary>Bytes of the source read for it: for the progress bar.</summary>
    public long SourceBytes { get; init; }

    public static ImportItem Broken(string position, string problem, long sourceBytes = 0) =>
        new(position, Folder: null) { Problem = problem, SourceBytes = sourceBytes };

    public ValueTask DisposeAsync() => Message?.DisposeAsync() ?? ValueTask.CompletedTask;
}

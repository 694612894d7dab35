using Mail.Core;
using Mail.Processing;

namespace Mail.Ctl;

/// <summary>Moves messages of one account, and counts. Asked by several at once, it moves one after the other: all of them change the same rows.</summary>
/// <param name="by">As in <see cref="MailboxMove.By"/>.</param>
internal sealed class TrialMover(IMailboxStore mailboxes, string accountId, string? by, bool isDryRun) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly SortedDictionary<(string From, string To), int> _moves = [];
    private int _messages;
    private int _left;

    public int Messages => _messages;

    public int Moved => _moves.Values.Sum();

    public int Left => _left;

    public IReadOnlyList<ApplyMoveView> Moves() => [.. _moves.Select(move => new ApplyMoveView(move.Key.From, move.Key.To, move.Value))];

    public void Dispose() => _turn.Dispose();

    /// <summary>Into the folder that the rules say, the first if there are several; a message that is in one of them stays.</summary>
    public async Task FileAsync(MailboxMessage message, TrialOutcome outcome, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _messages);
        if (outcome.Folders is not [var folder, ..])
        {
            Interlocked.Increment(ref _left);
        }
        else if (outcome.Error is null && !outcome.Folders.Any(name => FolderName.Key(name) == FolderName.Key(message.Folder)))
        {
            await MoveAsync(message, folder, $"{folder}: {outcome.Reason}, applied later; was in {message.Folder}", cancellationToken);
        }
    }

    public async Task MoveAsync(MailboxMessage message, string folder, string sort, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (isDryRun || (await mailboxes.MoveAsync(accountId, message.Id, new MailboxMove(folder, by, sort) { From = message.Folder }, cancellationToken) is { } moved
                && FolderName.Key(moved.Folder) == FolderName.Key(folder)))
            {
                _moves[(message.Folder, folder)] = _moves.GetValueOrDefault((message.Folder, folder)) + 1;
            }
        }
        finally
        {
            _turn.Release();
        }
    }
}


namespace Mail.Gateway;

/// <summary>
/// Settles messages in doubt in the background: after a start, makes sure that those are queued whose clients may have a 250; after a 451, takes
/// the message back, so that a sender who gave up does not have it delivered behind his back. With back-off until storage answers.
/// </summary>
internal sealed class InDoubtWorker(MessagesInDoubt inDoubt, EarlierCopy earlier, TimeProvider time, ILogger<InDoubtWorker> logger)
    : BackgroundService
{
    /// <summary>A message that is refused is looked at within this time; costs a look at an empty list when there is none.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>
    /// After this a write that we gave up on is not coming any more: longer than the storage service works on one request (30 s for a blob of
    /// our sizes; "Setting timeouts for Blob service operations" gives 30 s by default, 10 min per MB at the most for slow uploads).
    /// </summary>
    public static readonly TimeSpan LateWrite = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(10);

    // A message that was just refused waits for it too, and may be delivered meanwhile.
    private static readonly TimeSpan MaxBackOff = TimeSpan.FromSeconds(10);

    private TimeSpan _backOff = Interval;
    private DateTimeOffset _notBefore;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        var nextForget = time.GetUtcNow();
        do
        {
            if (time.GetUtcNow() >= nextForget)
            {
                inDoubt.Forget();
                nextForget = time.GetUtcNow() + TimeSpan.FromMinutes(1);
            }

            await WorkAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Does what is due now.</summary>
    internal async Task WorkAsync(CancellationToken stoppingToken)
    {
        while (time.GetUtcNow() >= _notBefore && inDoubt.TakeDue() is { } handling)
        {
            try
            {
                using var timeout = new CancellationTokenSource(AttemptTimeout, time);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stoppingToken);
                await SettleAsync(handling, either.Token);
                _backOff = Interval;
            }
            catch (Exception e)
            {
                // Whatever it was, it is tried again: the work is in memory and in the journal.
                AcceptanceLog.NotSettled(logger, handling.QueueId, e.Message, _backOff);
                _notBefore = time.GetUtcNow() + _backOff;
                _backOff = _backOff * 2 < MaxBackOff ? _backOff * 2 : MaxBackOff;
            }
            finally
            {
                handling.PutBack();
            }

            stoppingToken.ThrowIfCancellationRequested();
        }
    }

    private async Task SettleAsync(Handling handling, CancellationToken cancellationToken)
    {
        var work = handling.Message.Work;
        if (work == PendingWork.Secure)
        {
            await earlier.SecureAsync(handling.QueueId, cancellationToken);
            handling.Later(PendingWork.None, default);
            return;
        }

        var withdrawal = await earlier.WithdrawAsync(handling.QueueId, cancellationToken);
        if (withdrawal == Withdrawal.TooLate)
        {
            AcceptanceLog.DeliveredAfterRefusal(logger, handling.QueueId);
            // A retry must be answered 250 with this one, and nobody may withdraw it.
            if (handling.Promise())
            {
                return;
            }
        }

        if (work == PendingWork.Withdraw)
        {
            handling.Later(PendingWork.WithdrawAgain, time.GetUtcNow() + LateWrite);
        }
        else if (withdrawal == Withdrawal.NothingThere)
        {
            handling.Finish();
        }
        else
        {
            handling.Withdrawn();
        }
    }
}

using System.Threading.Channels;
using Mail.Core;
using Mail.Smtp;

namespace Mail.Gateway;

/// <summary>
/// Writes refused mail into the record, behind the back of the sessions: none waits for it, and what does not fit is left out. A process that is killed loses
/// what it has not written yet, some seconds' worth.
/// </summary>
internal sealed class RejectRecorder(
    IRejectLog log, Router router, ISiteSettings settings, RejectBudget budget, TimeProvider time, ILogger<RejectRecorder> logger) : BackgroundService
{
    /// <summary>Waiting to be written. At the budget's pace that is over a minute of storage that hangs.</summary>
    private const int Capacity = 1000;

    private const int MaxBatch = 100;

    /// <summary>How long to wait for more, so that a row is not a request.</summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromSeconds(1);

    /// <summary>For what is still waiting when the process stops.</summary>
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(5);

    /// <summary>Refusals of mail that is nobody's here.</summary>
    private static readonly HashSet<string> Nobodys = ["unknown-user", "relay-denied"];

    private readonly Channel<RejectRecord> _waiting = Channel.CreateBounded<RejectRecord>(
        new BoundedChannelOptions(Capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private bool _isDown;

    /// <summary>Takes note of a refusal, or of a message that is thrown away. Returns at once.</summary>
    public void Note(Refusal refusal, SmtpSessionInfo session, SmtpTransaction transaction, MailAddress recipient)
    {
        if (Nobodys.Contains(refusal.Reason))
        {
            return;
        }

        var perRecipient = SettingsAtOnce().RejectsPerRecipient;
        if (!budget.TryTake(recipient, session.ClientAddress, perRecipient, out var leftOut)
            || !_waiting.Writer.TryWrite(RecordOf(refusal, session, transaction, recipient, leftOut)))
        {
            GatewayMetrics.RejectsLeftOut.Add(1);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _waiting.Writer.TryComplete();
        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await _waiting.Reader.WaitToReadAsync(stoppingToken))
            {
                await Task.Delay(Gathering, time, stoppingToken);
                // Not to be interrupted: what has been taken from the queue would be lost.
                await WriteAsync(CancellationToken.None);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The sessions that are being finished have a few more.
        }

        using var lastWords = new CancellationTokenSource(LastWords, time);
        while (_waiting.Reader.Count > 0 && !lastWords.IsCancellationRequested)
        {
            await WriteAsync(lastWords.Token);
        }
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        var batch = new List<RejectRecord>();
        while (batch.Count < MaxBatch && _waiting.Reader.TryRead(out var record))
        {
            batch.Add(record);
        }

        try
        {
            var owned = new List<RejectRecord>();
            foreach (var record in batch)
            {
                if (await OwnerOfAsync(record.Recipient, cancellationToken) is { } owner)
                {
                    owned.Add(record with { Owner = owner });
                }
            }

            await log.WriteAsync(owned, cancellationToken);
            _isDown = false;
        }
        catch (Exception e) when (!(e is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            GatewayMetrics.RejectsLeftOut.Add(batch.Count);
            if (!_isDown)
            {
                _isDown = true;
                AccessLog.RejectsNotRecorded(logger, e.Message);
            }
        }
    }

    /// <summary><c>null</c> when nobody here would have got the mail.</summary>
    private async ValueTask<MailAddress?> OwnerOfAsync(MailAddress recipient, CancellationToken cancellationToken) =>
        await router.ResolveAsync(recipient, cancellationToken) switch
        {
            RouteResult.Found { Destinations: [RouteDestination.Mailbox only] } => only.Account.Address,
            RouteResult.Found or RouteResult.Misconfigured => recipient,
            _ => null,
        };

    private RejectRecord RecordOf(Refusal refusal, SmtpSessionInfo session, SmtpTransaction transaction, MailAddress recipient, int leftOut) => new()
    {
        Id = QueueId.New(time),
        Owner = recipient,
        Recipient = recipient,
        Sender = transaction.ReversePath,
        ClientAddress = session.ClientAddress,
        ClientName = session.ClientName,
        Helo = session.Helo,
        Reason = refusal.Reason,
        Detail = refusal.Detail,
        Reply = refusal.Reply.ToString(),
        LeftOut = leftOut,
    };

    // A session does not wait for storage here; the settings were asked for a moment ago, when the recipient was decided on.
    private SiteSettings SettingsAtOnce()
    {
        var known = settings.GetAsync(CancellationToken.None).AsTask();
        return known.IsCompletedSuccessfully ? known.Result : SiteSettings.Default;
    }
}

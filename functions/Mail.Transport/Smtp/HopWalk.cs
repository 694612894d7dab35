using Mail.Core;
using Microsoft.Extensions.Logging;

namespace Mail.Transport;

/// <summary>Goes from server to server until everybody has a last word, or no server is left (as Postfix's smtp_connect).</summary>
internal sealed partial class HopWalk(
    Attempt attempt,
    TlsPlan plan,
    TlsRecorder recorder,
    SessionOpener opener,
    SessionCache cache,
    SenderOptions options,
    RoutingOptions routing,
    ILogger logger)
{
    private int _sessions;
    private bool _mayBeThere;

    public async Task RunAsync(IReadOnlyList<NextHop> hops, CancellationToken cancellationToken)
    {
        foreach (var hop in hops)
        {
            if (attempt.Pending.Count == 0 || _sessions >= routing.MaxSessions || _mayBeThere)
            {
                return;
            }

            var decision = await plan.ForAsync(hop, cancellationToken);
            if (decision.Refusal is { } refusal)
            {
                Refuse(hop, decision, refusal);
                continue;
            }

            // Whatever a row says: servers that the DNS names get no password.
            var transport = attempt.Request.Transport;
            var credentials = transport.Kind == TransportKind.Smarthost ? transport.Credentials : null;
            var key = new SessionKey(hop, decision.Level, credentials) { Dane = decision.Dane };
            await TryAsync(key, decision, cancellationToken);
        }
    }

    private void Refuse(NextHop hop, TlsDecision decision, TlsRefusal refusal)
    {
        CannotUse(logger, hop.Host, hop.Address.ToString(), refusal.Reason);
        attempt.NobodyThere(false, refusal.Status, refusal.Reason);
        if (refusal.Problem is { } problem)
        {
            recorder.Failed(decision, hop, problem, refusal.Reason);
        }
    }

    private async Task TryAsync(SessionKey key, TlsDecision decision, CancellationToken cancellationToken)
    {
        if (cache.TryTake(key) is { } kept)
        {
            try
            {
                if (await kept.IsAliveAsync(cancellationToken) && await UseAsync(key, kept, isKept: true, cancellationToken))
                {
                    return;
                }
            }
            catch (OperationCanceledException)
            {
                await kept.DisposeAsync();
                throw;
            }

            await kept.DisposeAsync();
        }

        try
        {
            var session = await opener.OpenAsync(key, cancellationToken);
            recorder.Opened(decision, session);
            await UseAsync(key, session, isKept: false, cancellationToken);
        }
        catch (ConnectionLostException e)
        {
            NotUsed(key, false, e.Status, e.Message);
        }
        catch (TlsFailedException e)
        {
            recorder.Failed(decision, key.Hop, e.Problem, e.Message);
            NotUsed(key, false, e.Status, e.Message);
        }
        catch (HopRefusedException e)
        {
            NotUsed(key, e.IsPermanent, e.Status, e.Reply is { } reply ? $"{e.Message}: {reply.Code} {reply.Text}" : e.Message, e.Reply);
        }
    }

    private void NotUsed(SessionKey key, bool isPermanent, string status, string reason, SmtpReply? reply = null)
    {
        CannotUse(logger, key.Hop.Host, key.Hop.Address.ToString(), reason);
        // A greeting is the beginning of a session; where nobody answers there was none (Postfix counts alike).
        _sessions += reply is null ? 0 : 1;
        var isTls = attempt.Request.RequireTls && status is ("4.7.4" or "4.7.5");
        attempt.NobodyThere(isPermanent, isTls ? Attempt.RequireTlsFailed : status, reason, reply?.ToRemote(key.Hop.Host));
    }

    /// <returns>False when a kept connection broke before any content was sent: a fresh one deserves the attempt.</returns>
    private async Task<bool> UseAsync(SessionKey key, SmtpSession session, bool isKept, CancellationToken cancellationToken)
    {
        _sessions++;
        foreach (var group in attempt.Pending.Chunk(options.RecipientsPerTransaction))
        {
            var transaction = new Transaction(attempt, group);
            if (!await SendAsync(session, transaction, isKept, cancellationToken))
            {
                _sessions--;
                return false;
            }

            if (!session.IsUsable)
            {
                break;
            }
        }

        await cache.PutAsync(key, session);
        return true;
    }

    private async Task<bool> SendAsync(SmtpSession session, Transaction transaction, bool isKept, CancellationToken cancellationToken)
    {
        try
        {
            await session.SendAsync(transaction, cancellationToken);
            attempt.Add(session, transaction.Results);
        }
        catch (ConnectionLostException e)
        {
            await session.DisposeAsync();
            if (isKept && !transaction.ContentBegun)
            {
                return false;
            }

            _mayBeThere = transaction.ContentBegun;
            attempt.Add(session, transaction.Results);
            attempt.NobodyThere(false, e.Status, $"{e.Message} (host {session.Key.Hop.Host})");
        }
        catch (OperationCanceledException)
        {
            await session.DisposeAsync();
            attempt.Add(session, transaction.Results);
            throw;
        }
        catch (Exception e)
        {
            // The content could not be read: storage is away, or the message is none. Nobody's fault out there.
            await session.DisposeAsync();
            ContentFailed(logger, e, attempt.Request.QueueId.ToString());
            transaction.FailAll(false, "4.3.0", "the message could not be read");
            attempt.Add(session, transaction.Results);
        }

        return true;
    }

    [LoggerMessage(340, LogLevel.Information, "{Host} [{Address}] cannot be used: {Reason}")]
    private static partial void CannotUse(ILogger logger, string host, string address, string reason);

    [LoggerMessage(342, LogLevel.Error, "The content of {QueueId} could not be read while it was sent")]
    private static partial void ContentFailed(ILogger logger, Exception exception, string queueId);
}

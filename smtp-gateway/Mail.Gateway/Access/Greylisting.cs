using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using Mail.Core;
using Mail.Smtp;

namespace Mail.Gateway;

/// <summary>
/// Puts off the first message of a client's network from somebody to somebody: real servers come again, much of what sends spam does not. State
/// is shared by all processes in table <c>Greylist</c>; what a process knows for sure it does not ask again. Storage that does not answer puts
/// nobody off: mail is more important.
/// </summary>
internal sealed class Greylisting(
    IGreylist greylist, ISiteSettings settings, IClientReputation clients, TimeProvider time, ILogger<Greylisting> logger)
{
    /// <summary>A client waits for RCPT; storage normally takes 10 to 100 ms.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>How long a network that has proved itself is believed without a look: so its use is noted now and then, and it is not forgotten.</summary>
    private static readonly TimeSpan KnownFor = TimeSpan.FromHours(6);

    /// <summary>Some 100 bytes each.</summary>
    private const int Capacity = 20_000;

    /// <summary>
    /// New pairs of a network a minute that are remembered; what is beyond them is put off all the same. A sender who is new here has its first
    /// ones pass after the delay and is known then; one that invents senders cannot fill the table.
    /// </summary>
    private const int NewPairs = 20;

    private readonly RecentlyUsed<string, StrongBox<TokenBucket>> _newPairs = new(Capacity);
    private readonly RecentlyUsed<string, DateTimeOffset> _known = new(Capacity);
    private readonly RecentlyUsed<(string Network, string Pair), DateTimeOffset> _waiting = new(Capacity);
    private int _isDown;

    /// <param name="recipient">Somebody who is here: nothing is remembered about others.</param>
    public async ValueTask<GreylistAnswer> CheckAsync(
        SmtpSessionInfo session, SmtpTransaction transaction, MailAddress recipient, CancellationToken cancellationToken)
    {
        var site = await settings.GetAsync(cancellationToken);
        if (site.Greylist == GreylistMode.Off || clients.IsTrusted(session))
        {
            return GreylistAnswer.NotAsked;
        }

        if (!IPAddress.TryParse(session.ClientAddress, out var client))
        {
            // An edge hides it: to know the edge would be to know the world.
            return Count("unavailable", GreylistAnswer.Unavailable);
        }

        if (site.Greylist == GreylistMode.Suspicious && !await clients.IsSuspiciousAsync(session, cancellationToken))
        {
            return GreylistAnswer.NotAsked;
        }

        var now = time.GetUtcNow();
        var key = GreylistKey.Of(client, transaction.ReversePath, recipient);
        if (_known.TryGet(key.Network, out var knownUntil) && now < knownUntil)
        {
            return Count("known", GreylistAnswer.Passed);
        }

        return _waiting.TryGet((key.Network, key.Pair), out var retryAt) && now < retryAt
            ? Count("put-off", new GreylistAnswer(PutOff(retryAt, now), CheckOutcome.Fail))
            : await AskAsync(key, site, now, cancellationToken);
    }

    private async ValueTask<GreylistAnswer> AskAsync(GreylistKey key, SiteSettings site, DateTimeOffset now, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            var (network, pair) = await greylist.FindAsync(key, either.Token);
            var decision = GreylistDecision.Of(network, pair, site, now);
            if (pair is not null || decision.Pair is null || MayBeRemembered(key.Network))
            {
                await greylist.SaveAsync(key, decision.Network, decision.Pair, either.Token);
            }

            Interlocked.Exchange(ref _isDown, 0);
            return Remember(key, decision, now);
        }
        catch (Exception e) when (e is StorageUnavailableException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            if (Interlocked.Exchange(ref _isDown, 1) == 0)
            {
                AccessLog.GreylistUnavailable(logger, e.Message);
            }

            return Count("unavailable", GreylistAnswer.Unavailable);
        }
    }

    private bool MayBeRemembered(string network)
    {
        var bucket = _newPairs.GetOrAdd(network, static _ => new StrongBox<TokenBucket>());
        lock (bucket)
        {
            return bucket.Value.TryTake(NewPairs, time.GetTimestamp(), time);
        }
    }

    private GreylistAnswer Remember(GreylistKey key, GreylistDecision decision, DateTimeOffset now)
    {
        if (decision.KnownUntil is { } until)
        {
            _known.Set(key.Network, until < now + KnownFor ? until : now + KnownFor);
        }

        if (decision.RetryAt is not { } retryAt)
        {
            return Count("passed", GreylistAnswer.Passed);
        }

        _waiting.Set((key.Network, key.Pair), retryAt);
        return Count("put-off", new GreylistAnswer(PutOff(retryAt, now), CheckOutcome.Fail));
    }

    private static GreylistAnswer Count(string outcome, GreylistAnswer answer)
    {
        GreylistMetrics.Attempts.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
        return answer;
    }

    private static Refusal PutOff(DateTimeOffset retryAt, DateTimeOffset now)
    {
        var seconds = Math.Max(1, Math.Ceiling((retryAt - now).TotalSeconds));
        // The code is postgrey's, 4.2.0 its enhanced status; the text tells people who read it in a notice of delay what to do: nothing.
        var reply = new SmtpReply(450, "4.2.0", string.Create(CultureInfo.InvariantCulture, $"Greylisted, try again in {seconds} seconds"));
        return new Refusal(reply, "greylisted", string.Create(CultureInfo.InvariantCulture, $"until {retryAt:yyyy-MM-dd HH:mm:ss'Z'}"));
    }
}

using System.Globalization;
using Mail.Core;
using Microsoft.Extensions.Logging;

namespace Mail.Processing;

/// <summary>
/// One visit to a remote account: lock → what is remembered → session → folder by folder (<see cref="FolderPass"/>) → record. A second visit at the same
/// time does nothing.
/// </summary>
public sealed class FetchFlow(
    IRemoteAccounts accounts,
    IRemoteMailboxes mailboxes,
    IFetchState state,
    ISingletonLocks locks,
    IDirectory directory,
    FetchedMessages messages,
    FetchNotices notices,
    FetchQueue queue,
    FetchFlowOptions options,
    TimeProvider time,
    Random random,
    ILogger<FetchFlow> logger)
{
    // The first refusal without a reason may be a fault of the server's; the next attempt must not look like guessing.
    private static readonly TimeSpan AfterRefusal = TimeSpan.FromMinutes(15);

    /// <returns>What was done, in words.</returns>
    /// <exception cref="StorageUnavailableException">Nothing is lost; the queue has to give the pointer out again.</exception>
    public async Task<FetchReport> ProcessAsync(FetchPointer pointer, RemoteAccountKey key, CancellationToken cancellationToken)
    {
        if (pointer.Until <= time.GetUtcNow())
        {
            return FetchReport.Nothing("too late: the next pointer is on its way");
        }

        if (await accounts.FindAsync(key, cancellationToken) is not { } account)
        {
            return FetchReport.Nothing("no such account");
        }

        if (account.Paused is { } reason)
        {
            return FetchReport.Nothing($"paused: {reason}");
        }

        var asked = time.GetTimestamp();
        await using var held = await locks.TryAcquireAsync($"fetch-{account.Id}", options.Lease, cancellationToken);
        if (held is null)
        {
            return FetchReport.Nothing("another visit goes on");
        }

        await using var keeper = new LeaseKeeper(held, asked, options.Lease, time);
        var memory = await state.LoadAsync(account.Id, cancellationToken);
        if (await RemoteAccountOwner.FindOtherAsync(accounts, account, memory.Health, cancellationToken) is { } other)
        {
            var problem = RemoteAccountOwner.ProblemOf(other);
            FetchLog.NotItsOwn(logger, key, problem);
            return FetchReport.Nothing(problem) with { Failure = RemoteFailure.Settings };
        }

        memory = await OwnAsync(account, memory, cancellationToken);
        return pointer.Until is not null && memory.Health.NextAttemptAt > time.GetUtcNow()
            ? FetchReport.Nothing($"not before {memory.Health.NextAttemptAt:u}: {memory.Health.Problem}")
            : await VisitAsync(new FetchVisit(account, memory, time.GetUtcNow() + options.VisitTime, time), keeper, cancellationToken);
    }

    /// <summary>One write, in the first visit.</summary>
    private async Task<FetchMemory> OwnAsync(RemoteAccount account, FetchMemory memory, CancellationToken cancellationToken)
    {
        if (memory.Health.Owner == account.Key.ToString())
        {
            return memory;
        }

        var health = memory.Health with { Owner = account.Key.ToString() };
        await state.SetHealthAsync(account.Id, health, cancellationToken);
        return memory with { Health = health };
    }

    private async Task<FetchReport> VisitAsync(FetchVisit visit, LeaseKeeper keeper, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.MostTime, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token, keeper.Lost);
        try
        {
            var isDone = await RunAsync(visit, either.Token);
            return await SettleAsync(visit, isDone, cancellationToken);
        }
        catch (RemoteMailboxException e)
        {
            return await FailAsync(visit, e, cancellationToken);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            var late = new RemoteMailboxException(
                RemoteFailure.Limit, string.Create(CultureInfo.InvariantCulture, $"{visit.Account.Host} took longer than {options.MostTime.TotalMinutes:0} minutes"));
            return await FailAsync(visit, late, cancellationToken);
        }
        catch (Exception e) when (e is FetchLockLostException || (e is OperationCanceledException && keeper.Lost.IsCancellationRequested))
        {
            FetchLog.LockLost(logger, visit.Account.Key);
            return FetchReport.Nothing("another visit goes on");
        }
    }

    /// <returns>Whether everything was fetched.</returns>
    private async Task<bool> RunAsync(FetchVisit visit, CancellationToken cancellationToken)
    {
        await CheckTargetAsync(visit.Account, cancellationToken);
        var results = new Dictionary<string, PassResult>();
        do
        {
            await using var mailbox = await mailboxes.OpenAsync(visit.Account, cancellationToken);
            foreach (var name in visit.Account.Folders.Where(name => results.GetValueOrDefault(name, PassResult.NextSession) == PassResult.NextSession))
            {
                var pass = new FolderPass(visit, mailbox, state, messages, notices, options, time, logger);
                results[name] = await pass.RunAsync(name, cancellationToken);
                if (results[name] != PassResult.Done)
                {
                    break;
                }
            }

            await mailbox.CloseAsync(cancellationToken);
        }
        while (results.ContainsValue(PassResult.NextSession) && visit.HasTime);
        return results.Count == visit.Account.Folders.Count && results.Values.All(result => result == PassResult.Done);
    }

    /// <exception cref="RemoteMailboxException">Nobody is here for whom it would be.</exception>
    private async Task CheckTargetAsync(RemoteAccount account, CancellationToken cancellationToken)
    {
        var target = account.Key.Target;
        try
        {
            if (await directory.FindAccountAsync(target.Domain, target.LocalPart, cancellationToken) is not { Enabled: true })
            {
                throw new RemoteMailboxException(RemoteFailure.Settings, $"there is no account {target} here, or it is disabled");
            }
        }
        catch (UnusableRowException e)
        {
            throw new RemoteMailboxException(RemoteFailure.Settings, e.Message, e);
        }
    }

    private async Task<FetchReport> SettleAsync(FetchVisit visit, bool isDone, CancellationToken cancellationToken)
    {
        var before = visit.Health;
        var now = time.GetUtcNow();
        if (before.ToldAt is not null)
        {
            await notices.RecoveredAsync(visit.Account, before, cancellationToken);
        }

        if (before.Failures > 0)
        {
            FetchLog.Recovered(logger, visit.Account.Key, before.Failures);
            visit.Say(before.Failures == 1 ? "works again after a failure" : $"works again after {before.Failures} failures");
        }

        var report = new FetchReport(visit.Messages, visit.Octets, Failure: null, string.Join("; ", visit.Words), isDone);
        if (visit.Messages > 0 || before.Failures > 0 || before.Problem != visit.Standing)
        {
            await state.SetHealthAsync(visit.Account.Id, Counted(FetchHealth.Good, visit, now) with { Problem = visit.Standing }, cancellationToken);
        }

        if (visit.Messages > 0 || before.Failures > 0 || before.Problem != visit.Standing || visit.HasNews)
        {
            await state.AddEventAsync(visit.Account.Id, EventOf(visit, report.Text, isFailure: false, now), cancellationToken);
        }

        if (visit.Messages > 0)
        {
            FetchLog.Fetched(logger, visit.Account.Key, visit.Messages, visit.Octets);
        }

        // A visit that got nothing in its time would get nothing in the next either: that one comes when the account is due.
        if (!isDone && visit.Left > 0 && visit.Messages > 0)
        {
            await queue.EnqueueAsync(new FetchPointer(visit.Account.Key.ToString(), Until: null), cancellationToken);
        }

        return report;
    }

    private async Task<FetchReport> FailAsync(FetchVisit visit, RemoteMailboxException error, CancellationToken cancellationToken)
    {
        var (account, before, now) = (visit.Account, visit.Health, time.GetUtcNow());
        var isPaused = error.Failure == RemoteFailure.Credentials && (error.IsFinal || before.Failures > 0);
        // A visit that has fetched something is no failure like the others: what was cut is taken up soon.
        var failures = visit.Messages > 0 ? 1 : before.Failures + 1;
        var health = Counted(before, visit, now) with
        {
            Failures = failures,
            FailingSince = before.FailingSince ?? now,
            NextAttemptAt = now + WaitAfter(error.Failure, failures, visit.Messages > 0 ? RemoteAccount.LeastInterval : account.Interval),
            Problem = error.Message,
        };
        if (isPaused || (health.ToldAt is null && health.Failures > 2 && now - health.FailingSince >= options.TellAfter))
        {
            // First: when the notice cannot be spooled, the server must not see the same password again with each run that the queue gives out.
            await state.SetHealthAsync(account.Id, health, cancellationToken);
            // Its name follows from when this began: a second run, or another refusal of the same password, tells nothing new.
            await notices.FailingAsync(account, health, isPaused, cancellationToken);
            health = health with { ToldAt = now };
        }

        if (isPaused)
        {
            await accounts.SetPausedAsync(account.Key, error.Message, cancellationToken);
            FetchLog.Paused(logger, account.Key, error.Message);
        }

        FetchLog.Failed(logger, account.Key, error.Failure, error.Message, isPaused ? null : health.NextAttemptAt);
        await state.SetHealthAsync(account.Id, health, cancellationToken);
        await state.AddEventAsync(account.Id, EventOf(visit, isPaused ? $"paused: {error.Message}" : error.Message, isFailure: true, now), cancellationToken);
        return new FetchReport(visit.Messages, visit.Octets, error.Failure, error.Message, IsDone: false);
    }

    /// <summary>Doubling from the account's interval, give or take a fifth: a thousand accounts at one provider do not come back in the same second.</summary>
    private TimeSpan WaitAfter(RemoteFailure failure, int failures, TimeSpan interval)
    {
        var wait = interval * Math.Pow(2, Math.Min(failures - 1, 12));
        wait = failure == RemoteFailure.Credentials && wait < AfterRefusal ? AfterRefusal : wait;
        wait = wait < options.MostWait ? wait : options.MostWait;
        return wait * (0.8 + (0.4 * random.NextDouble()));
    }

    private static FetchHealth Counted(FetchHealth health, FetchVisit visit, DateTimeOffset now) => health with
    {
        Owner = visit.Health.Owner,
        LastMessageAt = visit.Messages > 0 ? now : visit.Health.LastMessageAt,
        Messages = visit.Health.Messages + visit.Messages,
        Octets = visit.Health.Octets + visit.Octets,
    };

    private static FetchEvent EventOf(FetchVisit visit, string text, bool isFailure, DateTimeOffset now) =>
        new(now, isFailure, visit.Messages, visit.Octets, now - visit.StartedAt, text);
}

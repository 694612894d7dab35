using System.Globalization;
using Mail.Core;

namespace Mail.Transport;

/// <summary>
/// Memory for reads, first come, first served. Nobody keeps it from the others for long: while somebody waits, a read has to come in at
/// <see cref="FetchOptions.MemoryRate"/>; and who has waited for <see cref="FetchOptions.MemoryWait"/> comes again another time.
/// </summary>
internal sealed class MemoryLane(long size, FetchOptions options, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<MemoryShare> _waiting = [];
    private readonly HashSet<MemoryShare> _held = [];
    private readonly long _size = size;
    private long _free = size;

    /// <summary>Waits until there is room. More than there is at all is cut to that: then it is the only one.</summary>
    /// <exception cref="RemoteMailboxException">Others had it all for too long.</exception>
    public async Task<MemoryShare> TakeAsync(long wanted, CancellationToken cancellationToken)
    {
        var share = new MemoryShare(this, Math.Clamp(wanted, 0, _size), options.MemoryGrace + TimeSpan.FromSeconds(wanted / (double)options.MemoryRate));
        lock (_gate)
        {
            _waiting.AddLast(share);
            GiveOut();
        }

        try
        {
            await WaitAsync(share, cancellationToken);
            return share;
        }
        catch
        {
            share.Dispose();
            throw;
        }
    }

    internal void Return(MemoryShare share)
    {
        lock (_gate)
        {
            _waiting.Remove(share);
            if (_held.Remove(share))
            {
                _free += share.Octets;
            }

            GiveOut();
        }
    }

    private async Task WaitAsync(MemoryShare share, CancellationToken cancellationToken)
    {
        var until = time.GetUtcNow() + options.MemoryWait;
        while (!share.Given.IsCompleted)
        {
            var now = time.GetUtcNow();
            if (now >= until)
            {
                throw new RemoteMailboxException(
                    RemoteFailure.Busy,
                    string.Create(CultureInfo.InvariantCulture, $"other accounts have had the memory for messages for {options.MemoryWait.TotalSeconds:0} seconds"))
                {
                    IsOurs = true,
                };
            }

            var next = TakeBack(now);
            await share.Given.WaitAsync((next < until ? next : until) - now, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>From servers that have had their time.</summary>
    /// <returns>When to look again.</returns>
    private DateTimeOffset TakeBack(DateTimeOffset now)
    {
        lock (_gate)
        {
            foreach (var slow in _held.Where(share => share.DueAt <= now))
            {
                slow.TakeBack();
            }

            // Whoever is given something meanwhile has this much time at least.
            return _held.Select(share => share.DueAt).Append(now + options.MemoryGrace).Min();
        }
    }

    private void GiveOut()
    {
        while (_waiting.First?.Value is { } next && next.Octets <= _free)
        {
            _waiting.RemoveFirst();
            _held.Add(next);
            _free -= next.Octets;
            next.Give(time.GetUtcNow());
        }
    }
}

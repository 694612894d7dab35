using System.Buffers;
using System.IO.Pipelines;

namespace Mail.Smtp;

/// <summary>
/// Input and output of one connection. Input is looked at in <see cref="Buffered"/> and the pipe is advanced once per read; output is
/// collected until <see cref="FlushAsync"/>. Whatever a transport throws means that the connection is gone, which is an outcome here.
/// </summary>
internal sealed class SmtpConnection : IDisposable
{
    private readonly TimeProvider _time;
    private readonly ITimer _alarm;
    private IDuplexPipe _transport;
    private ReadOnlySequence<byte> _buffered;
    private SequencePosition _examined;
    private bool _holdsRead;
    private bool _flushing;
    private long _unflushed;
    private bool _isBroken;
    private volatile bool _isAborted;

    public SmtpConnection(IDuplexPipe transport, TimeProvider time)
    {
        _transport = transport;
        _time = time;
        _alarm = time.CreateTimer(
            static connection => ((SmtpConnection)connection!).OnAlarm(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>For a handshake: nobody else may read or write while it is used.</summary>
    public IDuplexPipe Transport => _transport;

    /// <summary>Input that has come and has not been consumed. Valid until the next <see cref="ReadMoreAsync"/> or <see cref="PeekMore"/>.</summary>
    public ReadOnlySequence<byte> Buffered => _buffered;

    /// <summary>Output that has not been flushed, in octets.</summary>
    public long Unflushed => _unflushed;

    /// <summary>How long the last <see cref="ReadMoreAsync"/> waited for the client.</summary>
    public TimeSpan Waited { get; private set; }

    public void Consume(SequencePosition consumed, SequencePosition examined)
    {
        _buffered = _buffered.Slice(consumed);
        _examined = examined;
    }

    /// <summary>Waits until there is more input than was examined, but not longer than <paramref name="patience"/>.</summary>
    public async ValueTask<ReadOutcome> ReadMoreAsync(TimeSpan patience)
    {
        Waited = TimeSpan.Zero;
        var known = _buffered.Length;
        try
        {
            Advance();
            if (!_transport.Input.TryRead(out var result))
            {
                if (patience <= TimeSpan.Zero)
                {
                    return ReadOutcome.TimedOut;
                }

                result = await WaitForInputAsync(patience);
            }

            Hold(result);
            return known < _buffered.Length ? ReadOutcome.More
                : result.IsCanceled ? Waited >= patience ? ReadOutcome.TimedOut : ReadOutcome.Woken
                : result.IsCompleted ? ReadOutcome.Ended
                : ReadOutcome.Woken;
        }
        catch (Exception)
        {
            // The connection is gone, and how it went says nothing that a caller could act on.
            _isBroken = true;
            return ReadOutcome.Ended;
        }
    }

    /// <summary>True when input has come that was not asked for.</summary>
    public bool PeekMore()
    {
        if (!_buffered.IsEmpty)
        {
            return true;
        }

        try
        {
            Advance();
            if (_transport.Input.TryRead(out var result))
            {
                Hold(result);
            }
        }
        catch (Exception)
        {
            // As in ReadMoreAsync.
            _isBroken = true;
        }

        return !_buffered.IsEmpty;
    }

    public void Write(SmtpReply reply)
    {
        if (!_isBroken && !_isAborted)
        {
            _transport.Output.Write(reply.Wire);
            _unflushed += reply.Wire.Length;
        }
    }

    /// <summary>Hands what was written to the transport, and waits while the client does not read, but not longer than <paramref name="patience"/>.</summary>
    /// <returns>False when the connection is gone or the client too slow: nobody may have seen the output.</returns>
    public async ValueTask<bool> FlushAsync(TimeSpan patience)
    {
        if (_isBroken || _isAborted)
        {
            return false;
        }

        if (_unflushed == 0)
        {
            return true;
        }

        _unflushed = 0;

        try
        {
            var start = _time.GetTimestamp();
            var result = await FlushOnceAsync(patience);
            while (result.IsCanceled && !_isAborted && _time.GetElapsedTime(start) < patience)
            {
                // An alarm that came too late for an earlier flush.
                result = await FlushOnceAsync(patience - _time.GetElapsedTime(start));
            }

            _isBroken = result.IsCompleted || result.IsCanceled;
        }
        catch (Exception)
        {
            // As in ReadMoreAsync.
            _isBroken = true;
        }

        return !_isBroken;
    }

    /// <summary>Makes a <see cref="ReadMoreAsync"/> that waits come back. From any thread.</summary>
    public void Wake() => _transport.Input.CancelPendingRead();

    /// <summary>Makes whatever waits come back, and nothing be sent any more. From any thread.</summary>
    public void Abort()
    {
        _isAborted = true;
        _transport.Input.CancelPendingRead();
        _transport.Output.CancelPendingFlush();
    }

    /// <summary>Throws away what has been received and not consumed, here and in the transport, so that somebody else may read.</summary>
    public void DiscardInput()
    {
        do
        {
            Consume(_buffered.End, _buffered.End);
        }
        while (PeekMore());

        Advance();
    }

    /// <summary>Goes on over another transport, such as TLS over the old one. After <see cref="DiscardInput"/>.</summary>
    public void Replace(IDuplexPipe transport)
    {
        // With a full fence: whoever wakes the session after it has looked at what it is woken for finds the new transport.
        Interlocked.Exchange(ref _transport, transport);
    }

    public async ValueTask CompleteAsync()
    {
        try
        {
            await _transport.Output.CompleteAsync();
            await _transport.Input.CompleteAsync();
        }
        catch (Exception)
        {
            // As in ReadMoreAsync; a transport that cannot even be closed is closed.
            _isBroken = true;
        }
    }

    public void Dispose() => _alarm.Dispose();

    private void Advance()
    {
        if (_holdsRead)
        {
            // The memory is the pipe's again; what was not consumed comes back with the next read.
            _holdsRead = false;
            _transport.Input.AdvanceTo(_buffered.Start, _examined);
            _buffered = default;
        }
    }

    private void Hold(ReadResult result)
    {
        _buffered = result.Buffer;
        _examined = result.Buffer.Start;
        _holdsRead = true;
    }

    private async ValueTask<ReadResult> WaitForInputAsync(TimeSpan patience)
    {
        var start = _time.GetTimestamp();
        _alarm.Change(patience, Timeout.InfiniteTimeSpan);
        try
        {
            return await _transport.Input.ReadAsync();
        }
        finally
        {
            _alarm.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            Waited = _time.GetElapsedTime(start);
        }
    }

    private ValueTask<FlushResult> FlushOnceAsync(TimeSpan patience)
    {
        var flush = _transport.Output.FlushAsync();
        return flush.IsCompleted ? flush : WaitForFlushAsync(flush, patience);
    }

    private async ValueTask<FlushResult> WaitForFlushAsync(ValueTask<FlushResult> flush, TimeSpan patience)
    {
        Volatile.Write(ref _flushing, true);
        _alarm.Change(patience, Timeout.InfiniteTimeSpan);
        try
        {
            return await flush;
        }
        finally
        {
            _alarm.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            Volatile.Write(ref _flushing, false);
        }
    }

    private void OnAlarm()
    {
        if (Volatile.Read(ref _flushing))
        {
            _transport.Output.CancelPendingFlush();
        }
        else
        {
            _transport.Input.CancelPendingRead();
        }
    }
}

using System.Buffers;
using System.IO.Pipelines;

namespace Mail.Fuzz.Session;

/// <summary>Gives out an array in pieces: with each read one more, and the end of the input behind the last.</summary>
internal sealed class MemoryReader(byte[] input, Func<int> nextPiece) : PipeReader
{
    // A read that brings nothing new is right at the end of the input, and when a command is looked for behind one. Not for ever.
    private const int MaxIdleReads = 100;

    private int _examined;
    private int _given;
    private int _idleReads;
    private bool _isHeld;

    /// <summary>Octets that are done with.</summary>
    public int Consumed { get; private set; }

    public string? Abuse { get; private set; }

    public override bool TryRead(out ReadResult result)
    {
        if (_isHeld)
        {
            throw Fail("A read begins before the one before is given back.");
        }

        if (_examined >= _given && _given < input.Length)
        {
            _given = (int)Math.Min(input.Length, (long)_given + nextPiece());
            _idleReads = 0;
        }
        else if (++_idleReads > MaxIdleReads)
        {
            throw Fail("Reads go on and on where nothing comes.");
        }

        _isHeld = true;
        result = new ReadResult(new ReadOnlySequence<byte>(input, Consumed, _given - Consumed), isCanceled: false, isCompleted: _given == input.Length);
        return true;
    }

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        TryRead(out var result);
        return new(result);
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        var (to, seen) = (consumed.GetInteger(), examined.GetInteger());
        if (!_isHeld || to < Consumed || seen < to || seen > _given)
        {
            throw Fail("What is given back was not given.");
        }

        _isHeld = false;
        (Consumed, _examined) = (to, seen);
    }

    public override void CancelPendingRead() => Fail("A read that never waits is cancelled.");

    public override void Complete(Exception? exception = null) => _isHeld = false;

    private BrokenPromiseException Fail(string abuse)
    {
        Abuse ??= abuse;
        return new BrokenPromiseException(abuse);
    }
}

using System.Security.Cryptography;
using Mail.Core;
using Xunit;

namespace Mail.Testing;

/// <summary>What every <see cref="ISpool"/> promises. A test class gives the adapter to hold to it.</summary>
public abstract class SpoolContract
{
    protected abstract ISpool Spool { get; }

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>As an operator who copies a file into the spool.</summary>
    protected abstract ValueTask DropAsync(string name, byte[] content);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(64 * 1024)]
    [InlineData((64 * 1024) + 1)]
    [InlineData(1024 * 1024)]
    [InlineData((1024 * 1024) + 1)]
    [InlineData(5_000_000)]
    public async Task Gives_back_message_and_envelope_unchanged(int size)
    {
        var envelope = Some.Envelope();
        var content = RandomNumberGenerator.GetBytes(size);
        await SpoolAsync(envelope, content, chunk: 7001);

        await using var message = await Spool.OpenAsync(envelope.QueueId, Cancellation);

        Assert.NotNull(message);
        Assert.Equal(EnvelopeJson.Write(envelope), EnvelopeJson.Write(message.Envelope));
        Assert.False(message.Held);
        Assert.True(message.Content.CanSeek);
        Assert.Equal(0, message.Content.Position);
        Assert.Equal(content, await ReadAsync(message.Content));
    }

    [Fact]
    public async Task Takes_chunks_larger_than_any_buffer()
    {
        var envelope = Some.Envelope();
        var content = RandomNumberGenerator.GetBytes(3_500_000);
        await SpoolAsync(envelope, content, chunk: content.Length);
        await using var message = await Spool.OpenAsync(envelope.QueueId, Cancellation);
        Assert.Equal(content, await ReadAsync(message!.Content));
    }

    [Fact]
    public async Task Keeps_an_envelope_of_many_recipients()
    {
        var envelope = Some.Envelope(recipients: 1000);
        await SpoolAsync(envelope, "x"u8.ToArray());
        await using var message = await Spool.OpenAsync(envelope.QueueId, Cancellation);
        Assert.Equal(EnvelopeJson.Write(envelope), EnvelopeJson.Write(message!.Envelope));
        Assert.Equal(envelope.QueueId, Assert.Single(await ListAsync()).QueueId);
    }

    [Fact]
    public async Task The_caller_may_reuse_its_buffer()
    {
        var envelope = Some.Envelope();
        await using (var writer = await Spool.BeginAsync(envelope, Cancellation))
        {
            var buffer = "first "u8.ToArray();
            await writer.WriteAsync(buffer, Cancellation);
            "second"u8.CopyTo(buffer);
            await writer.WriteAsync(buffer, Cancellation);
            await writer.CommitAsync(Cancellation);
        }

        await using var message = await Spool.OpenAsync(envelope.QueueId, Cancellation);
        Assert.Equal("first second"u8.ToArray(), await ReadAsync(message!.Content));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(3_000_000)]
    public async Task Nothing_is_visible_before_the_commit_and_nothing_stays_without_it(int size)
    {
        var envelope = Some.Envelope(recipients: 500);
        await using (var writer = await Spool.BeginAsync(envelope, Cancellation))
        {
            await writer.WriteAsync(new byte[size], Cancellation);
            Assert.Null(await Spool.FindAsync(envelope.QueueId, Cancellation));
        }

        Assert.Null(await Spool.OpenAsync(envelope.QueueId, Cancellation));
        Assert.Empty(await ListAsync());
    }

    [Fact]
    public async Task A_committed_message_never_changes()
    {
        var envelope = Some.Envelope();
        await SpoolAsync(envelope, "first"u8.ToArray());
        await SpoolAsync(envelope, "second"u8.ToArray());
        await using var message = await Spool.OpenAsync(envelope.QueueId, Cancellation);
        Assert.Equal("first"u8.ToArray(), await ReadAsync(message!.Content));
    }

    [Fact]
    public async Task Writing_after_the_commit_is_an_error()
    {
        await using var writer = await Spool.BeginAsync(Some.Envelope(), Cancellation);
        await writer.CommitAsync(Cancellation);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await writer.WriteAsync("x"u8.ToArray(), Cancellation));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await writer.CommitAsync(Cancellation));
    }

    [Fact]
    public async Task What_does_not_exist_is_not_there_and_no_error()
    {
        var id = Some.QueueId();
        Assert.Null(await Spool.OpenAsync(id, Cancellation));
        Assert.Null(await Spool.FindAsync(id, Cancellation));
        Assert.False(await Spool.SetHoldAsync(id, hold: true, Cancellation));
        Assert.False(await Spool.SetWithdrawnAsync(id, withdrawn: true, Cancellation));
        Assert.False(await Spool.DeleteAsync(id, Cancellation));
        Assert.Null(await Spool.OpenDroppedAsync("none.eml", Cancellation));
        Assert.False(await Spool.DeleteDroppedAsync("none.eml", Cancellation));
        Assert.Empty(await ListAsync());
    }

    [Fact]
    public async Task A_hold_is_set_and_cleared_and_changes_nothing_else()
    {
        var envelope = Some.Envelope();
        await SpoolAsync(envelope, "held"u8.ToArray());
        var before = await Spool.FindAsync(envelope.QueueId, Cancellation);

        Assert.True(await Spool.SetHoldAsync(envelope.QueueId, hold: true, Cancellation));
        Assert.Equal(before! with { Held = true }, await Spool.FindAsync(envelope.QueueId, Cancellation));
        await using (var message = await Spool.OpenAsync(envelope.QueueId, Cancellation))
        {
            Assert.True(message!.Held);
            Assert.Equal(EnvelopeJson.Write(envelope), EnvelopeJson.Write(message.Envelope));
        }

        Assert.True(await Spool.SetHoldAsync(envelope.QueueId, hold: false, Cancellation));
        Assert.Equal(before, await Spool.FindAsync(envelope.QueueId, Cancellation));
    }

    [Fact]
    public async Task A_message_can_be_committed_on_hold()
    {
        var envelope = Some.Envelope();
        await using (var writer = await Spool.BeginAsync(envelope, Cancellation))
        {
            writer.Held = true;
            await writer.WriteAsync("held"u8.ToArray(), Cancellation);
            await writer.CommitAsync(Cancellation);
        }

        Assert.True((await Spool.FindAsync(envelope.QueueId, Cancellation))!.Held);
        Assert.True(Assert.Single(await ListAsync()).Held);
        Assert.True(await Spool.SetHoldAsync(envelope.QueueId, hold: false, Cancellation));
        Assert.False((await Spool.FindAsync(envelope.QueueId, Cancellation))!.Held);
    }

    [Fact]
    public async Task Marks_are_set_and_cleared_apart_from_each_other_and_may_be_repeated()
    {
        var envelope = Some.Envelope();
        await SpoolAsync(envelope, "marked"u8.ToArray());
        foreach (var (hold, withdrawn) in new[] { (true, true), (true, true), (false, true), (true, false), (false, false), (false, false) })
        {
            Assert.True(await Spool.SetHoldAsync(envelope.QueueId, hold, Cancellation));
            Assert.True(await Spool.SetWithdrawnAsync(envelope.QueueId, withdrawn, Cancellation));
            var entry = Assert.Single(await ListAsync());
            Assert.Equal((hold, withdrawn), (entry.Held, entry.Withdrawn));
            Assert.Equal(entry, await Spool.FindAsync(envelope.QueueId, Cancellation));
            await using var message = await Spool.OpenAsync(envelope.QueueId, Cancellation);
            Assert.Equal((hold, withdrawn), (message!.Held, message.Withdrawn));
        }
    }

    [Fact]
    public async Task Lists_in_order_of_arrival_from_where_one_asks()
    {
        var ids = Enumerable.Range(0, 5).Select(i => QueueId.Derive(DateTimeOffset.UnixEpoch.AddDays(i), new byte[10])).ToList();
        foreach (var id in ids.AsEnumerable().Reverse())
        {
            await SpoolAsync(Some.Envelope(id), "abc"u8.ToArray());
        }

        var all = await ListAsync();
        Assert.Equal(ids, all.Select(entry => entry.QueueId!.Value));
        Assert.All(all, entry => Assert.Equal(3, entry.Size));
        Assert.Equal(ids[2..], (await ListAsync(ids[2])).Select(entry => entry.QueueId!.Value));
    }

    [Fact]
    public async Task A_file_dropped_by_hand_has_no_queue_id_whatever_its_name()
    {
        var content = Some.Message(bytes: 2_000_000);
        var looksLikeOurs = Some.QueueId();
        await DropAsync("letter to all.eml", content);
        await DropAsync(looksLikeOurs + ".eml", content);

        Assert.Equal([null, null], (await ListAsync()).Select(entry => entry.QueueId));
        Assert.Null(await Spool.OpenAsync(looksLikeOurs, Cancellation));
        Assert.False(await Spool.DeleteAsync(looksLikeOurs, Cancellation));
        await using (var stream = await Spool.OpenDroppedAsync("letter to all.eml", Cancellation))
        {
            Assert.True(stream!.CanSeek);
            Assert.Equal(content, await ReadAsync(stream));
        }

        Assert.True(await Spool.DeleteDroppedAsync("letter to all.eml", Cancellation));
        Assert.Single(await ListAsync());
    }

    [Fact]
    public async Task Our_own_messages_are_not_taken_for_dropped_files()
    {
        var envelope = Some.Envelope();
        await SpoolAsync(envelope, "x"u8.ToArray());
        Assert.Null(await Spool.OpenDroppedAsync(envelope.QueueId + ".eml", Cancellation));
        Assert.False(await Spool.DeleteDroppedAsync(envelope.QueueId + ".eml", Cancellation));
        Assert.Single(await ListAsync());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(500)]
    public async Task Deleting_twice_is_no_error_and_leaves_nothing(int recipients)
    {
        var envelope = Some.Envelope(recipients: recipients);
        await SpoolAsync(envelope, "x"u8.ToArray());
        Assert.True(await Spool.DeleteAsync(envelope.QueueId, Cancellation));
        Assert.False(await Spool.DeleteAsync(envelope.QueueId, Cancellation));
        Assert.Null(await Spool.FindAsync(envelope.QueueId, Cancellation));
        Assert.Empty(await ListAsync());
    }

    [Fact]
    public async Task A_cancelled_caller_gets_its_cancellation()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Spool.OpenAsync(Some.QueueId(), cancelled.Token));
    }

    protected async Task SpoolAsync(Envelope envelope, byte[] content, int chunk = 4096)
    {
        await using var writer = await Spool.BeginAsync(envelope, Cancellation);
        foreach (var part in content.Chunk(chunk))
        {
            await writer.WriteAsync(part, Cancellation);
        }

        await writer.CommitAsync(Cancellation);
    }

    protected async Task<List<SpoolEntry>> ListAsync(QueueId? from = null) =>
        await Spool.ListAsync(from, Cancellation).ToListAsync(Cancellation);

    protected static async Task<byte[]> ReadAsync(Stream stream)
    {
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy, Cancellation);
        return copy.ToArray();
    }
}

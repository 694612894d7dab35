using System.Text;
using Mail.Testing.Smtp;

namespace Mail.Smtp.Tests;

public class SmtpConnectionTests
{
    [Fact]
    public async Task What_was_received_before_the_transport_is_replaced_is_thrown_away()
    {
        var plain = new MemoryConnection();
        var secure = new MemoryConnection();
        using var connection = new SmtpConnection(plain, new DialogClock());
        await plain.ClientOutput.WriteAsync("MAIL FROM:<injected@sender.test>\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        Assert.Equal(ReadOutcome.More, await connection.ReadMoreAsync(TimeSpan.FromSeconds(1)));

        connection.DiscardInput();
        connection.Replace(secure);
        Assert.True(connection.Buffered.IsEmpty);
        await secure.ClientOutput.WriteAsync("EHLO x\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        Assert.Equal(ReadOutcome.More, await connection.ReadMoreAsync(TimeSpan.FromSeconds(1)));
        Assert.Equal("EHLO x\r\n", Encoding.ASCII.GetString(connection.Buffered.FirstSpan));
    }

    [Fact]
    public async Task A_broken_transport_is_an_outcome()
    {
        var transport = new MemoryConnection();
        using var connection = new SmtpConnection(transport, new DialogClock());
        await transport.ClientOutput.CompleteAsync(new IOException("Connection reset by peer."));
        Assert.Equal(ReadOutcome.Ended, await connection.ReadMoreAsync(TimeSpan.FromSeconds(1)));
        connection.Write(SmtpReplies.Ok);
        Assert.False(await connection.FlushAsync(TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public async Task Waking_is_told_from_waiting_too_long()
    {
        var transport = new MemoryConnection();
        var clock = new DialogClock();
        using var connection = new SmtpConnection(transport, clock);
        var read = connection.ReadMoreAsync(TimeSpan.FromSeconds(10)).AsTask();
        clock.Advance(TimeSpan.FromSeconds(4));
        connection.Wake();
        Assert.Equal(ReadOutcome.Woken, await read);
        Assert.Equal(TimeSpan.FromSeconds(4), connection.Waited);

        read = connection.ReadMoreAsync(TimeSpan.FromSeconds(6)).AsTask();
        clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(ReadOutcome.TimedOut, await read);
    }
}

namespace Mail.Smtp.Tests;

/// <summary>What a dialog cannot express, because it depends on how input is cut into packets.</summary>
public class StartTlsTests
{
    private const string Greeting = "220 mx.example.test ESMTP\r\n";
    private const string Ready = "220 2.0.0 Ready to start TLS\r\n";

    [Theory]
    [InlineData("RSET\r\nEHLO injected.test\r\nMAIL FROM:<injected@sender.test>\r\n")]
    [InlineData("NOOP\r\n")]
    [InlineData("MAIL FROM:<half a")]
    [InlineData("hello\r\n")]
    [InlineData("\n")]
    public async Task What_was_slipped_in_behind_the_command_is_not_said_under_TLS(string injected)
    {
        var host = new RecordingHost();
        await using var session = new MemorySession(host, tls: new FakeTls());
        await session.ReadToAsync(Greeting);
        session.Send("EHLO client.test\r\n");
        await session.ReadToAsync("CHUNKING\r\n");
        session.Send("STARTTLS\r\n" + injected);
        Assert.Equal(Ready, await session.ReadToAsync(Ready));

        session.Send("hello\r\n");
        session.Send("NOOP\r\nMAIL FROM:<a@sender.test>\r\nQUIT\r\n");
        Assert.Equal("250 2.0.0 Ok\r\n503 5.5.1 Send HELO or EHLO first\r\n221 2.0.0 Bye\r\n", await session.ReadToEndAsync());
        Assert.Empty(host.Events);
    }

    [Fact]
    public async Task Input_behind_the_command_is_refused_when_told_to()
    {
        await using var session = new MemorySession(
            new RecordingHost(), options => options with { RefuseImproperPipelining = true }, tls: new FakeTls());
        await session.ReadToAsync(Greeting);
        session.Send("EHLO client.test\r\n");
        await session.ReadToAsync("CHUNKING\r\n");
        session.Send("STARTTLS\r\nNOOP\r\n");
        Assert.Equal("521 5.5.0 SMTP protocol synchronization\r\n", await session.ReadToEndAsync());
    }

    [Fact]
    public async Task A_failed_handshake_is_explained_in_the_log_and_not_to_the_client()
    {
        await using var session = new MemorySession(new RecordingHost(), tls: new FakeTls());
        await session.ReadToAsync(Greeting);
        session.Send("EHLO client.test\r\nSTARTTLS\r\n");
        await session.ReadToAsync(Ready);
        session.Send("GET / HTTP/1.1\r\n");
        Assert.Equal("", await session.ReadToEndAsync());
        await session.Ended;
        Assert.Contains("session 1: no TLS, the handshake failed: that was no hello", session.Log.Lines);
    }
}

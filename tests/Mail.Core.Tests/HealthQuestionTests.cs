using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Mail.Core.Tests;

public sealed class HealthQuestionTests
{
    [Theory]
    [InlineData("200 OK", true)]
    [InlineData("503 Service Unavailable", false)]
    public async Task Only_200_is_well(string status, bool isWell)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var answering = AnswerAsync(listener, $"HTTP/1.1 {status}\r\nContent-Length: 11\r\nConnection: close\r\n\r\nfirst\nsecond"[..^1]);

        var answer = await HealthQuestion.AskAsync(new Uri($"http://{listener.LocalEndpoint}/health/ready"), TestContext.Current.CancellationToken);

        await answering;
        Assert.Equal((isWell, "first"), answer);
    }

    [Fact]
    public async Task Nobody_there_is_not_well()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var url = new Uri($"http://{listener.LocalEndpoint}/");
        listener.Stop();

        var (isWell, words) = await HealthQuestion.AskAsync(url, TestContext.Current.CancellationToken);

        Assert.False(isWell);
        Assert.StartsWith($"no answer from {url}", words, StringComparison.Ordinal);
    }

    private static async Task AnswerAsync(TcpListener listener, string answer)
    {
        using var client = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        await client.GetStream().ReadExactlyAsync(new byte[16], TestContext.Current.CancellationToken);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(answer), TestContext.Current.CancellationToken);
    }
}

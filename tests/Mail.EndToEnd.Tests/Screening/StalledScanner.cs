using System.Net;
using System.Net.Sockets;

namespace Mail.EndToEnd.Tests;

/// <summary>In clamd's place: finds nothing in what it is sent, but only when it may say so.</summary>
internal sealed class StalledScanner : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _mayAnswer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _loop;

    public StalledScanner()
    {
        _listener.Start();
        _loop = RunAsync();
    }

    public string Address => _listener.LocalEndpoint.ToString()!;

    /// <summary>The first message is here, and its sender waits.</summary>
    public Task Asked => _asked.Task;

    public void Answer() => _mayAnswer.SetResult();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _loop;
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await AnswerAsync(client.GetStream(), _stop.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var seen = new byte[64 * 1024];
        var length = 0;
        try
        {
            // A message of a few octets, and behind it a piece of no length: clamd(8), INSTREAM.
            while (length < 4 || !seen.AsSpan(length - 4, 4).SequenceEqual(new byte[4]))
            {
                var read = await stream.ReadAsync(seen.AsMemory(length), cancellationToken);
                if (read == 0)
                {
                    return;
                }

                length += read;
            }

            _asked.TrySetResult();
            await _mayAnswer.Task.WaitAsync(cancellationToken);
            await stream.WriteAsync("stream: OK\0"u8.ToArray(), cancellationToken);
        }
        catch (IOException)
        {
            // Who asked has gone, and asks again.
        }
    }
}

using System.Buffers;
using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using Mail.Core;

namespace Mail.Scanning;

/// <summary>Speaks with ClamAV's daemon (clamd(8)): one connection per command, ended by whoever is done first.</summary>
/// <param name="address">Of the daemon.</param>
/// <param name="limit">How long a command may take, from the connection to the answer.</param>
/// <param name="time">Measures it.</param>
internal sealed class ClamdClient(ScannerAddress address, TimeSpan limit, TimeProvider time)
{
    // Any size will do; clamd's own clients use some KiB.
    private const int ChunkSize = 64 * 1024;

    /// <summary>Octets of an answer that are read: names of signatures are below 200.</summary>
    private const int MaxReply = 4 * 1024;

    /// <summary>Has the daemon scan what is in the stream, from its start. What goes wrong is in the reply; only the caller's cancellation throws.</summary>
    public async Task<ClamdReply> ScanAsync(Stream content, CancellationToken cancellationToken)
    {
        try
        {
            return ClamdReply.Parse(await AskAsync((socket, ct) => StreamAsync(socket, content, ct), cancellationToken));
        }
        catch (Exception e) when (e is SocketException or TimeoutException)
        {
            return ClamdReply.Failed(e is TimeoutException ? e.Message : $"{address}: {e.Message}");
        }
    }

    /// <summary>A command without anything to scan: <c>PING</c>, <c>VERSION</c>.</summary>
    /// <exception cref="SocketException">The daemon cannot be reached.</exception>
    /// <exception cref="TimeoutException">The daemon takes too long.</exception>
    public async Task<string> CommandAsync(string command, CancellationToken cancellationToken)
    {
        var reply = await AskAsync((socket, ct) => SendAsync(socket, Encoding.ASCII.GetBytes($"z{command}\0"), ct), cancellationToken);
        return ScanText.Clean(Encoding.UTF8.GetString(reply).TrimEnd('\0', '\n'));
    }

    private async Task<byte[]> AskAsync(Func<Socket, CancellationToken, Task> send, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(limit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            using var socket = await ConnectAsync(both.Token);
            try
            {
                await send(socket, both.Token);
            }
            catch (SocketException)
            {
                // The daemon closes what exceeds its limit while we still write, and has said so before: the answer counts, or that there is none.
            }

            return await ReadReplyAsync(socket, both.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"{address}: no answer within {SettingText.Time(limit)}");
        }
    }

    private async Task<Socket> ConnectAsync(CancellationToken cancellationToken)
    {
        var socket = address.Path is null
            ? new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true }
            : new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await (address.Path is null
                ? socket.ConnectAsync(address.Host!, address.Port, cancellationToken)
                : socket.ConnectAsync(new UnixDomainSocketEndPoint(address.Path), cancellationToken));
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task StreamAsync(Socket socket, Stream content, CancellationToken cancellationToken)
    {
        await SendAsync(socket, "zINSTREAM\0"u8.ToArray(), cancellationToken);
        var chunk = ArrayPool<byte>.Shared.Rent(sizeof(uint) + ChunkSize);
        try
        {
            content.Position = 0;
            int read;
            do
            {
                // Each chunk behind its length, in network order; one of no length ends the stream.
                read = await content.ReadAsync(chunk.AsMemory(sizeof(uint), ChunkSize), cancellationToken);
                BinaryPrimitives.WriteUInt32BigEndian(chunk, (uint)read);
                await SendAsync(socket, chunk.AsMemory(0, sizeof(uint) + read), cancellationToken);
            }
            while (read > 0);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }

    private static async Task SendAsync(Socket socket, ReadOnlyMemory<byte> octets, CancellationToken cancellationToken)
    {
        while (!octets.IsEmpty)
        {
            octets = octets[await socket.SendAsync(octets, SocketFlags.None, cancellationToken)..];
        }
    }

    private static async Task<byte[]> ReadReplyAsync(Socket socket, CancellationToken cancellationToken)
    {
        var reply = new byte[MaxReply];
        var length = 0;
        while (length < reply.Length && reply.AsSpan(0, length).IndexOf((byte)0) is var end)
        {
            if (end >= 0)
            {
                return reply[..end];
            }

            var read = await socket.ReceiveAsync(reply.AsMemory(length), SocketFlags.None, cancellationToken);
            if (read == 0)
            {
                break;
            }

            length += read;
        }

        return reply[..length];
    }
}

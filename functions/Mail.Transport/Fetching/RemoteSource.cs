using System.Globalization;
using Mail.Core;

namespace Mail.Transport;

/// <summary>What sessions by either protocol have in common.</summary>
internal abstract class RemoteSource(RemoteAccount account, RemoteConnection connection, FetchOptions options, SharedMemory memory) : IRemoteMailbox
{
    /// <summary>Octets of an answer that has a few lines: greeting, capabilities, login, status.</summary>
    protected const int ShortAnswer = 64 * 1024;

    // Servers count sizes as they store messages, some with bare LF for line ends (RFC 1939 §11 forbids it).
    private const int SizeMistake = 2;

    // What is said before and behind each message.
    private const int AnswerLine = 1024;

    // Of a message; real ones have some 10 KiB.
    private const int HeaderSize = 64 * 1024;

    public RemotePeer Peer { get; } = new(
        account.Host,
        connection.Address.ToString(),
        (account.Protocol == RemoteProtocol.Pop3 ? "POP3" : "IMAP") + (connection.Tls is null ? "" : "S"),
        connection.Tls?.SslProtocol switch
        {
            System.Security.Authentication.SslProtocols.Tls12 => "TLSv1.2",
            System.Security.Authentication.SslProtocols.Tls13 => "TLSv1.3",
            _ => null,
        },
        connection.Tls?.NegotiatedCipherSuite.ToString());

    protected RemoteAccount Account => account;

    /// <summary>As the library wants it, which makes a URI of it: brackets are for addresses with colons only (RFC 3986 §3.2.2).</summary>
    protected string UriHost => account.Host.Contains(':', StringComparison.Ordinal) ? account.Host : account.Host.Trim('[', ']');

    protected FetchOptions Options => options;

    protected RemoteConnection Connection => connection;

    /// <summary>Greeting and login.</summary>
    public Task BeginAsync(string secret, CancellationToken cancellationToken) => GuardAsync(ShortAnswer, () => LogInAsync(secret, cancellationToken), cancellationToken);

    public abstract Task<IReadOnlyList<RemoteFolderName>> FoldersAsync(CancellationToken cancellationToken);

    public abstract Task<RemoteFolder?> OpenAsync(string folder, CancellationToken cancellationToken);

    public abstract Task<IReadOnlyList<RemoteMessage>> ListAsync(CancellationToken cancellationToken);

    public abstract Task<bool> DeleteAsync(IReadOnlyList<RemoteMessage> messages, CancellationToken cancellationToken);

    public abstract Task CloseAsync(CancellationToken cancellationToken);

    public Task ReadHeadersAsync(
        IReadOnlyList<RemoteMessage> messages, Func<RemoteMessage, Stream, CancellationToken, Task> each, CancellationToken cancellationToken) =>
        ReadPartsAsync(messages, messages.Count * (long)HeaderSize, headersOnly: true, each, cancellationToken);

    public Task ReadAsync(
        IReadOnlyList<RemoteMessage> messages, Func<RemoteMessage, Stream, CancellationToken, Task> each, CancellationToken cancellationToken) =>
        ReadPartsAsync(messages, messages.Sum(message => message.Size + AnswerLine), headersOnly: false, each, cancellationToken);

    public abstract ValueTask DisposeAsync();

    protected abstract Task LogInAsync(string secret, CancellationToken cancellationToken);

    /// <summary>Reads messages or headers into memory, as many as are there still.</summary>
    protected abstract Task<IReadOnlyList<(RemoteMessage Message, Stream Content)>> LoadAsync(
        IReadOnlyList<RemoteMessage> messages, bool headersOnly, CancellationToken cancellationToken);

    /// <param name="answer">Octets that the server may send.</param>
    protected async Task<T> GuardAsync<T>(long answer, Func<Task<T>> command, CancellationToken cancellationToken)
    {
        connection.Stream.Allow(answer);
        try
        {
            return await command();
        }
        catch (Exception e) when (e is not StorageUnavailableException && !cancellationToken.IsCancellationRequested)
        {
            throw RemoteErrors.Of(e, account.Host, connection.Stream.LastLine);
        }
    }

    protected Task GuardAsync(long answer, Func<Task> command, CancellationToken cancellationToken) => GuardAsync(
        answer,
        async () =>
        {
            await command();
            return true;
        },
        cancellationToken);

    private async Task ReadPartsAsync(
        IReadOnlyList<RemoteMessage> messages, long octets, bool headersOnly, Func<RemoteMessage, Stream, CancellationToken, Task> each, CancellationToken cancellationToken)
    {
        if (messages.Count == 0)
        {
            return;
        }

        using var share = await memory.TakeAsync(octets, cancellationToken);
        var loaded = await LoadAsync(share, messages, octets, headersOnly, cancellationToken);
        share.Loaded();
        try
        {
            // Not guarded: what happens here is no fault of the server's.
            await Parallel.ForEachAsync(
                loaded,
                new ParallelOptions { MaxDegreeOfParallelism = options.AtOnce, CancellationToken = cancellationToken },
                async (pair, token) => await each(pair.Message, pair.Content, token));
        }
        finally
        {
            foreach (var (_, content) in loaded)
            {
                await content.DisposeAsync();
            }
        }
    }

    private async Task<IReadOnlyList<(RemoteMessage Message, Stream Content)>> LoadAsync(
        MemoryShare share, IReadOnlyList<RemoteMessage> messages, long octets, bool headersOnly, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, share.Overdue);
        try
        {
            return await GuardAsync(ShortAnswer + (octets * SizeMistake), () => LoadAsync(messages, headersOnly, either.Token), cancellationToken);
        }
        catch (RemoteMailboxException e) when (share.Overdue.IsCancellationRequested)
        {
            throw new RemoteMailboxException(
                RemoteFailure.Limit,
                string.Create(CultureInfo.InvariantCulture, $"{account.Host} is too slow: other accounts wait for the memory that its {octets} octets take"),
                e);
        }
    }
}

using System.Net;
using System.Security.Cryptography;
using System.Text;
using Mail.Core;
using MailKit.Net.Pop3;
using MailKit.Security;

namespace Mail.Transport;

/// <summary>A session by POP3 (RFC 1939), on MailKit, which pipelines commands where the server takes it (RFC 2449 §6.6).</summary>
internal sealed class Pop3Source : RemoteSource
{
    // RFC 1939 §7: a UIDL has 1 to 70 characters; with its number and CRLF, and as much again for those that do not keep to it.
    private const int UidLine = 160;

    private const int SizeLine = 32;

    private readonly Pop3Client _client = new();
    private IList<string>? _uids;

    public Pop3Source(RemoteAccount account, RemoteConnection connection, FetchOptions options, SharedMemory memory)
        : base(account, connection, options, memory)
    {
    }

    public override Task<IReadOnlyList<RemoteFolderName>> FoldersAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<RemoteFolderName>>([new RemoteFolderName("INBOX", null)]);

    public override async Task<RemoteFolder?> OpenAsync(string folder, CancellationToken cancellationToken)
    {
        if (!folder.Equals("INBOX", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        CheckCount(_client.Count);
        _uids = await GuardAsync(ShortAnswer + ((long)_client.Count * UidLine), () => UidsAsync(cancellationToken), cancellationToken);
        return new RemoteFolder
        {
            Name = "INBOX",
            UidValidity = null,
            Revision = _uids is null ? null : RevisionOf(_uids),
            HasUids = _uids is not null,
            Count = _client.Count,
        };
    }

    public override async Task<IReadOnlyList<RemoteMessage>> ListAsync(CancellationToken cancellationToken)
    {
        if (_client.Count == 0)
        {
            return [];
        }

        var sizes = await GuardAsync(ShortAnswer + ((long)_client.Count * SizeLine), () => _client.GetMessageSizesAsync(cancellationToken), cancellationToken);
        if (sizes.Count != _client.Count || (_uids is not null && _uids.Count != sizes.Count))
        {
            throw new RemoteMailboxException(RemoteFailure.Protocol, $"{Account.Host} lists another number of messages than it says it has");
        }

        return [.. sizes.Select((size, i) => new RemoteMessage(i + 1, _uids?[i] ?? "", Math.Max(0, size)))];
    }

    public override async Task<bool> DeleteAsync(IReadOnlyList<RemoteMessage> messages, CancellationToken cancellationToken)
    {
        await GuardAsync(
            ShortAnswer + (messages.Count * 1024L),
            () => _client.DeleteMessagesAsync([.. messages.Select(message => message.Number - 1)], cancellationToken),
            cancellationToken);
        return true;
    }

    public override Task CloseAsync(CancellationToken cancellationToken) =>
        GuardAsync(ShortAnswer, () => _client.DisconnectAsync(quit: true, cancellationToken), cancellationToken);

    public override ValueTask DisposeAsync()
    {
        // Before the client, which would say QUIT and so have things deleted.
        Connection.Dispose();
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    protected override async Task LogInAsync(string secret, CancellationToken cancellationToken)
    {
        await _client.ConnectAsync(Connection.Stream, UriHost, Account.EffectivePort, SecureSocketOptions.None, cancellationToken);
        if (Account.Authentication == RemoteAuthentication.Apop)
        {
            if (!_client.Capabilities.HasFlag(Pop3Capabilities.Apop))
            {
                throw new RemoteMailboxException(RemoteFailure.Settings, $"{Account.Host} has no APOP");
            }

            await _client.AuthenticateAsync(Encoding.UTF8, new NetworkCredential(Account.User, secret), cancellationToken);
            return;
        }

        // Otherwise the library takes it when it is there.
        _client.Capabilities &= ~Pop3Capabilities.Apop;
        if (RemoteLogin.Choose(Account, RemoteLogin.Offered(_client), secret, Connection) is { } mechanism)
        {
            await _client.AuthenticateAsync(mechanism, cancellationToken);
            return;
        }

        _client.AuthenticationMechanisms.Clear();
        await _client.AuthenticateAsync(Encoding.UTF8, new NetworkCredential(Account.User, secret), cancellationToken);
    }

    protected override async Task<IReadOnlyList<(RemoteMessage Message, Stream Content)>> LoadAsync(
        IReadOnlyList<RemoteMessage> messages, bool headersOnly, CancellationToken cancellationToken)
    {
        try
        {
            var streams = await _client.GetStreamsAsync([.. messages.Select(message => message.Number - 1)], headersOnly, cancellationToken);
            return [.. messages.Zip(streams)];
        }
        catch (Pop3CommandException) when (messages.Count > 1 && _client.IsConnected)
        {
            return await LoadEachAsync(messages, headersOnly, cancellationToken);
        }
        catch (Pop3CommandException) when (_client.IsConnected)
        {
            return [];
        }
    }

    /// <summary>The server does not give one of them away: the others do not suffer for it.</summary>
    private async Task<IReadOnlyList<(RemoteMessage Message, Stream Content)>> LoadEachAsync(
        IReadOnlyList<RemoteMessage> messages, bool headersOnly, CancellationToken cancellationToken)
    {
        var loaded = new List<(RemoteMessage, Stream)>();
        foreach (var message in messages)
        {
            try
            {
                loaded.Add((message, await _client.GetStreamAsync(message.Number - 1, headersOnly, cancellationToken)));
            }
            catch (Pop3CommandException) when (_client.IsConnected)
            {
                // Left out; whoever asked sees that it is.
            }
        }

        return loaded;
    }

    private async Task<IList<string>?> UidsAsync(CancellationToken cancellationToken)
    {
        if (_client.Count == 0)
        {
            return [];
        }

        try
        {
            return await _client.GetMessageUidsAsync(cancellationToken);
        }
        catch (Exception e) when (e is NotSupportedException or Pop3CommandException && _client.IsConnected)
        {
            return null;
        }
    }

    private void CheckCount(int count)
    {
        if (count > Options.MaxMessages)
        {
            throw new RemoteMailboxException(RemoteFailure.Limit, $"{Account.Host} says that it has {count} messages; {Options.MaxMessages} can be dealt with");
        }
    }

    private static string RevisionOf(IList<string> uids)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var uid in uids)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(uid));
            hash.AppendData("\n"u8);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

using Mail.Core;

namespace Mail.Transport;

/// <summary>Opens remote mailboxes by POP3 and IMAP. One per process, for the memory that sessions share.</summary>
public sealed class RemoteMailboxes : IRemoteMailboxes
{
    private readonly FetchOptions _options;
    private readonly IRemoteSecrets _secrets;
    private readonly IAccessTokens _tokens;
    private readonly RemoteConnector _connector;
    private readonly SharedMemory _memory;

    public RemoteMailboxes(IDnsResolver dns, FetchOptions options, IRemoteSecrets secrets, IAccessTokens tokens, TimeProvider time)
    {
        options.Validate();
        (_options, _secrets, _tokens) = (options, secrets, tokens);
        _connector = new RemoteConnector(dns, options, time);
        _memory = new SharedMemory(options, time);
    }

    public async Task<IRemoteMailbox> OpenAsync(RemoteAccount account, CancellationToken cancellationToken)
    {
        var secret = account.Authentication == RemoteAuthentication.OAuth
            ? await _tokens.GetAsync(account, cancellationToken)
            : await _secrets.ReadAsync(account, cancellationToken);
        var connection = await _connector.ConnectAsync(account, cancellationToken);
        RemoteSource source = account.Protocol == RemoteProtocol.Pop3
            ? new Pop3Source(account, connection, _options, _memory)
            : new ImapSource(account, connection, _options, _memory);
        try
        {
            await source.BeginAsync(secret, cancellationToken);
            return source;
        }
        catch (Exception e)
        {
            await source.DisposeAsync();
            if (e is RemoteMailboxException { Failure: RemoteFailure.Credentials } && account.Authentication == RemoteAuthentication.OAuth)
            {
                // It may have been taken back before its time. That is nothing final, as a wrong password is: the next one may do, and a refused token locks nobody out.
                _tokens.Forget(account);
                throw new RemoteMailboxException(RemoteFailure.Credentials, e.Message, e);
            }

            throw;
        }
    }
}

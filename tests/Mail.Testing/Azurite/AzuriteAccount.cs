namespace Mail.Testing;

/// <summary>One account of a running Azurite.</summary>
public sealed class AzuriteAccount
{
    private readonly AzuriteProcess _process;

    internal AzuriteAccount(AzuriteProcess process, string name, string key)
    {
        _process = process;
        Name = name;
        ConnectionString =
            $"DefaultEndpointsProtocol=http;AccountName={name};AccountKey={key};"
            + $"BlobEndpoint=http://127.0.0.1:{process.BlobPort}/{name};"
            + $"QueueEndpoint=http://127.0.0.1:{process.QueuePort}/{name};"
            + $"TableEndpoint=http://127.0.0.1:{process.TablePort}/{name};";
    }

    public string Name { get; }

    /// <summary>For <c>MAIL_STORAGE</c>.</summary>
    public string ConnectionString { get; }

    /// <summary>
    /// The requests that Azurite has answered for this account so far, as its access log has them, without the host:
    /// <c>PUT /spool/01j….eml 201</c>.
    /// </summary>
    public Task<IReadOnlyList<string>> RequestsAsync(CancellationToken cancellationToken) => _process.RequestsAsync(Name, cancellationToken);
}

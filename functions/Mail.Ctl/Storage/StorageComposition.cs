using Mail.Azure;
using Mail.Core;
using Mail.Dns;
using Mail.Transport;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mail.Ctl;

/// <summary>Puts the Azure adapters behind the ports.</summary>
internal static class StorageComposition
{
    /// <summary>An operator waits at the terminal, and can repeat the command: shorter than the servers' patience.</summary>
    private static readonly TimeSpan NetworkTimeout = TimeSpan.FromSeconds(4);

    /// <summary>Octets. What is fetched is a policy of four lines, or an access token of 3 KiB; a page that is there instead need not be read.</summary>
    private const int MaxAnswer = 64 * 1024;

    /// <exception cref="FormatException">The location is no storage account, or MAIL_DNS_SERVERS no list; the message says what to set.</exception>
    public static MailStorage Connect(StorageLocation location)
    {
        var options = new StorageOptions
        {
            Connection = location.Value,
            OutboundServiceBus = ServiceBusOptions.FromEnvironment(),
            NetworkTimeout = NetworkTimeout,
            MaxRetries = 1,
            CacheTime = TimeSpan.Zero,
        };
        var azure = new AzureStorage(options);
        var dns = new DnsResolver(ReadDns(), TimeProvider.System);
        return new MailStorage(
            azure.Directory, azure.DirectoryEditor, azure.Mailboxes, azure.Spool, azure.Log, azure.Queues, azure.Outbound, azure.Destinations, azure.SettingsEditor,
            azure.CredentialEditor, azure.SenderGrantEditor,
            azure.AccessRulesEditor, azure.Rejects)
        {
            Transports = azure.TransportsEditor,
            Rules = azure.RulesEditor,
            StsPolicies = azure.StsPolicies,
            Suppressions = azure.Suppressions,
            Forwarding = azure.Forwarding,
            Training = azure.TrainingLedger,
            Models = azure.Models,
            DmarcSummaries = azure.DmarcSummaries,
            SiteSettings = azure.Settings,
            // Nobody waits for single requests of a backup, and a slow line may need a while for one.
            OpenContents = () => new StorageContents(new StorageOptions { Connection = location.Value }),
            Dns = dns,
            FetchAsync = (url, cancellationToken) => FetchAsync(dns, url, cancellationToken),
            SendWebAsync = (request, cancellationToken) => SendAsync(dns, request, cancellationToken),
            RemoteAccounts = azure.RemoteAccounts,
            FetchState = azure.FetchState,
            OpenRemoteSecrets = async (environment, mayCreate, cancellationToken) => new RemoteSecrets(
                azure.RemoteAccounts, new KeyVaultSecrets(options), await OpenSealingAsync(options, environment, mayCreate, cancellationToken)),
            Locks = azure.Locks,
            OpenRemoteMailboxes = (environment, secrets) => OpenRemoteMailboxes(dns, environment, secrets),
            OpenFetching = async (environment, cancellationToken) => FetchComposition.Open(
                azure,
                OpenRemoteMailboxes(dns, environment, new RemoteSecrets(
                    azure.RemoteAccounts, new KeyVaultSecrets(options), await OpenSealingAsync(options, environment, mayCreate: false, cancellationToken))),
                environment),
            ReadWebhookKeys = (environment, cancellationToken) => ReadWebhookKeysAsync(options, environment, cancellationToken),
            OpenDkimKeys = (environment, mayCreate, cancellationToken) => OpenDkimKeysAsync(azure, options, environment, mayCreate, cancellationToken),
        };
    }

    private static async Task<WebAnswer> FetchAsync(IDnsResolver dns, Uri url, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        return await SendAsync(dns, request, cancellationToken);
    }

    private static async Task<WebAnswer> SendAsync(IDnsResolver dns, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var web = new PublicWeb(dns, new WebOptions { Timeout = 2 * NetworkTimeout });
        return await web.SendAsync(request, MaxAnswer, cancellationToken);
    }

    /// <exception cref="IOException">A setting is no good; the message says what to do.</exception>
    private static RemoteMailboxes OpenRemoteMailboxes(IDnsResolver dns, Func<string, string?> environment, IRemoteSecrets secrets)
    {
        var options = FetchComposition.OptionsOf(environment);
        var tokens = new RemoteTokens(
            (request, cancellationToken) => SendAsync(dns, request, cancellationToken), secrets, TimeProvider.System, NullLogger<RemoteTokens>.Instance);
        return new RemoteMailboxes(dns, options, secrets, tokens, TimeProvider.System);
    }

    private static DnsOptions ReadDns()
    {
        var text = Environment.GetEnvironmentVariable("MAIL_DNS_SERVERS");
        return string.IsNullOrWhiteSpace(text) ? new DnsOptions()
            : DnsOptions.TryParseServers(text, out var servers) ? new DnsOptions { Servers = servers }
            : throw new FormatException($"MAIL_DNS_SERVERS is '{text}', expected up to three addresses such as 192.0.2.53, [2001:db8::53]:5353.");
    }

    /// <exception cref="IOException">The key is no good, or its file cannot be read; the message says what to do.</exception>
    private static async Task<WebhookKeys?> ReadWebhookKeysAsync(StorageOptions options, Func<string, string?> environment, CancellationToken cancellationToken)
    {
        try
        {
            return await SealingKey.ReadAsync(environment, new KeyVaultSecrets(options), cancellationToken) is { } key
                ? new WebhookKeys(key.Derive(WebhookKeys.Purpose))
                : null;
        }
        catch (FormatException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    private static async Task<IDkimKeyEditor> OpenDkimKeysAsync(
        AzureStorage azure, StorageOptions options, Func<string, string?> environment, bool mayCreate, CancellationToken cancellationToken) =>
        azure.OpenDkimKeyEditor(await OpenSealingAsync(options, environment, mayCreate, cancellationToken));

    /// <exception cref="IOException">The key is not set, no good, or its file cannot be made; the message says what to do.</exception>
    private static async Task<SealingKey?> OpenSealingAsync(
        StorageOptions options, Func<string, string?> environment, bool mayCreate, CancellationToken cancellationToken)
    {
        try
        {
            var vault = new KeyVaultSecrets(options);
            var sealing = await SealingKey.ReadAsync(environment, vault, cancellationToken);
            if (sealing is null && mayCreate)
            {
                await SealingKey.CreateFileAsync(
                    environment(SealingKey.FileVariable) ?? throw new IOException(
                        $"Private keys and passwords are kept encrypted: set {SealingKey.Variable} (openssl rand -base64 32, or a vault's secret) or {SealingKey.FileVariable}, "
                        + "the same for the functions."),
                    cancellationToken);
                sealing = await SealingKey.ReadAsync(environment, vault, cancellationToken);
            }

            return sealing;
        }
        catch (FormatException e)
        {
            throw new IOException(e.Message, e);
        }
    }
}

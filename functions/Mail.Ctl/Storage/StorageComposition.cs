using Mail.Azure;

namespace Mail.Ctl;

/// <summary>Puts the Azure adapters behind the ports.</summary>
internal static class StorageComposition
{
    /// <summary>An operator waits at the terminal, and can repeat the command: shorter than the servers' patience.</summary>
    private static readonly TimeSpan NetworkTimeout = TimeSpan.FromSeconds(4);

    /// <exception cref="FormatException">The location is no storage account; the message says what to set.</exception>
    public static MailStorage Connect(StorageLocation location)
    {
        var azure = new AzureStorage(new StorageOptions
        {
            Connection = location.Value,
            OutboundServiceBus = ServiceBusOptions.FromEnvironment(),
            NetworkTimeout = NetworkTimeout,
            MaxRetries = 1,
            CacheTime = TimeSpan.Zero,
        });
        return new MailStorage(
            azure.Directory, azure.DirectoryEditor, azure.Mailboxes, azure.Spool, azure.Log, azure.Queues, azure.Outbound, azure.Destinations, azure.SettingsEditor,
            azure.CredentialEditor, azure.SenderGrantEditor,
            azure.AccessRulesEditor, azure.Rejects);
    }
}

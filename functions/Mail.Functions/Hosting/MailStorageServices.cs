using Mail.Azure;
using Mail.Core;

namespace Mail.Functions;

/// <summary>The ports on the storage account that MAIL_STORAGE names. Nothing is sent before the first use, so starting needs no storage.</summary>
internal static class MailStorageServices
{
    /// <exception cref="ConfigurationException">MAIL_STORAGE does not name an account.</exception>
    public static IServiceCollection AddMailStorage(this IServiceCollection services, ProcessSettings settings)
    {
        var options = new StorageOptions { Connection = settings.Storage, OutboundServiceBus = settings.OutboundServiceBus };
        var connection = Open(options);
        return services
            .AddSingleton(provider => new AzureStorage(
                connection, options, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILoggerFactory>()))
            .AddSingleton<ISpool>(provider => provider.GetRequiredService<AzureStorage>().Spool)
            .AddSingleton<IWorkQueues>(provider => provider.GetRequiredService<AzureStorage>().Queues)
            .AddSingleton<IDirectory>(provider => provider.GetRequiredService<AzureStorage>().Directory)
            .AddSingleton<IMessageLog>(provider => provider.GetRequiredService<AzureStorage>().Log)
            .AddSingleton<IOutboundQueue>(provider => provider.GetRequiredService<AzureStorage>().Outbound)
            .AddSingleton<IDestinations>(provider => provider.GetRequiredService<AzureStorage>().Destinations)
            .AddSingleton<ISuppressionList>(provider => provider.GetRequiredService<AzureStorage>().Suppressions)
            .AddSingleton<ISiteSettings>(provider => provider.GetRequiredService<AzureStorage>().Settings)
            .AddSingleton<IRejectLog>(provider => provider.GetRequiredService<AzureStorage>().Rejects)
            .AddSingleton<IRules>(provider => provider.GetRequiredService<AzureStorage>().Rules)
            .AddSingleton<IWebhookCalls>(provider => provider.GetRequiredService<AzureStorage>().WebhookCalls)
            .AddSingleton<IVacations>(provider => provider.GetRequiredService<AzureStorage>().Vacations)
            .AddSingleton<ISeenMessages>(provider => provider.GetRequiredService<AzureStorage>().SeenMessages)
            .AddSingleton<IGreylist>(provider => provider.GetRequiredService<AzureStorage>().Greylist)
            .AddSingleton<ISingletonLocks>(provider => provider.GetRequiredService<AzureStorage>().Locks)
            .AddSingleton<IMailboxStore>(provider => provider.GetRequiredService<AzureStorage>().Mailboxes);
    }

    private static StorageConnection Open(StorageOptions options)
    {
        try
        {
            return StorageConnection.Open(options);
        }
        catch (FormatException e)
        {
            throw new ConfigurationException(e.Message, e);
        }
    }
}

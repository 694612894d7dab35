using Mail.Core;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mail.Azure;

/// <summary>All ports on one storage account. Cheap to make; nothing is sent before the first use. One per process, for the caches.</summary>
public sealed class AzureStorage
{
    private readonly Func<ISecrets, SealingKey?, AzureDkimKeys> _openDkimKeys;
    private readonly Func<SealingKey?, AzureDkimKeyEditor> _openDkimKeyEditor;

    /// <exception cref="FormatException">The options do not name a storage account; the message says what to set.</exception>
    public AzureStorage(StorageOptions options, TimeProvider? time = null, ILoggerFactory? loggers = null)
        : this(StorageConnection.Open(options), options, time, loggers)
    {
    }

    public AzureStorage(StorageConnection connection, StorageOptions options, TimeProvider? time = null, ILoggerFactory? loggers = null)
    {
        time ??= TimeProvider.System;
        loggers ??= NullLoggerFactory.Instance;
        var buffers = new BlockBuffers(options.BufferBytes);
        var tables = new DirectoryTables(connection);
        Spool = new AzureSpool(connection, buffers);
        var queues = new AzureWorkQueues(connection);
        Queues = options.OutboundServiceBus is { } serviceBus ? new ServiceBusWorkQueues(serviceBus, queues, time, loggers) : queues;
        var reports = new DirectoryReports(loggers.CreateLogger<AzureDirectory>());
        Directory = new AzureDirectory(tables, reports, options.CacheTime, time);
        DirectoryEditor = new AzureDirectoryEditor(tables);
        Mailboxes = new AzureMailboxStore(connection, buffers, options.CacheTime, time);
        Log = new AzureMessageLog(connection);
        Outbound = new AzureOutboundQueue(connection, Queues, loggers.CreateLogger<AzureOutboundQueue>());
        Destinations = new AzureDestinations(connection);
        StsPolicies = new AzureStsPolicies(connection);
        TlsDays = new AzureTlsDays(connection);
        DmarcDays = new AzureDmarcDays(connection);
        DmarcSummaries = new AzureDmarcSummaries(connection);
        Transports = new AzureTransports(connection, options.CacheTime, time, loggers.CreateLogger<AzureTransports>());
        TransportsEditor = new AzureTransportsEditor(connection);
        Locks = new AzureSingletonLocks(connection);
        Settings = new AzureSiteSettings(connection, options.CacheTime, time, loggers.CreateLogger<AzureSiteSettings>());
        SettingsEditor = new AzureSiteSettingsEditor(connection);
        AccessRules = new AzureAccessRules(connection, options.CacheTime, time, loggers.CreateLogger<AzureAccessRules>());
        AccessRulesEditor = new AzureAccessRulesEditor(connection);
        var rules = new RuleTables(connection);
        Rules = new AzureRules(rules, options.CacheTime, time, loggers.CreateLogger<AzureRules>());
        RulesEditor = new AzureRulesEditor(rules, time);
        Vacations = new AzureVacations(connection);
        SeenMessages = new AzureSeenMessages(connection);
        WebhookCalls = new AzureWebhookCalls(connection, Queues);
        Rejects = new AzureRejectLog(connection);
        Greylist = new AzureGreylist(connection);
        Credentials = new AzureCredentialStore(connection, reports, options.CacheTime, time);
        CredentialEditor = new AzureCredentialEditor(connection);
        SenderGrants = new AzureSenderGrants(connection, reports, options.CacheTime, time);
        SenderGrantEditor = new AzureSenderGrantEditor(connection);
        Suppressions = new AzureSuppressionList(connection, options.CacheTime, time);
        Forwarding = new AzureForwardingBreaker(connection, Settings, options.CacheTime, time);
        TrainingLedger = new AzureTrainingLedger(connection);
        Models = new AzureModelStore(connection, buffers);
        RemoteAccounts = new AzureRemoteAccounts(connection, loggers.CreateLogger<AzureRemoteAccounts>());
        FetchState = new AzureFetchState(connection);
        _openDkimKeys = (vault, sealing) => new AzureDkimKeys(connection, vault, sealing, reports, options.CacheTime, time);
        _openDkimKeyEditor = sealing => new AzureDkimKeyEditor(connection, sealing);
    }

    public AzureSpool Spool { get; }

    /// <summary>Storage queues; with <see cref="StorageOptions.OutboundServiceBus"/> the queue <c>outbound</c> is on Service Bus.</summary>
    public IWorkQueues Queues { get; }

    public AzureDirectory Directory { get; }

    public AzureDirectoryEditor DirectoryEditor { get; }

    public AzureMailboxStore Mailboxes { get; }

    public AzureMessageLog Log { get; }

    public AzureOutboundQueue Outbound { get; }

    public AzureDestinations Destinations { get; }

    public AzureStsPolicies StsPolicies { get; }

    public AzureTlsDays TlsDays { get; }

    public AzureDmarcDays DmarcDays { get; }

    public AzureDmarcSummaries DmarcSummaries { get; }

    public AzureTransports Transports { get; }

    public AzureTransportsEditor TransportsEditor { get; }

    public AzureSingletonLocks Locks { get; }

    public AzureSiteSettings Settings { get; }

    public AzureSiteSettingsEditor SettingsEditor { get; }

    public AzureAccessRules AccessRules { get; }

    public AzureAccessRulesEditor AccessRulesEditor { get; }

    public AzureRules Rules { get; }

    public AzureRulesEditor RulesEditor { get; }

    public AzureVacations Vacations { get; }

    public AzureSeenMessages SeenMessages { get; }

    public AzureWebhookCalls WebhookCalls { get; }

    public AzureRejectLog Rejects { get; }

    public AzureGreylist Greylist { get; }

    public AzureCredentialStore Credentials { get; }

    public AzureCredentialEditor CredentialEditor { get; }

    public AzureSenderGrants SenderGrants { get; }

    public AzureSenderGrantEditor SenderGrantEditor { get; }

    public AzureSuppressionList Suppressions { get; }

    public AzureForwardingBreaker Forwarding { get; }

    public AzureTrainingLedger TrainingLedger { get; }

    public AzureModelStore Models { get; }

    public AzureRemoteAccounts RemoteAccounts { get; }

    public AzureFetchState FetchState { get; }

    /// <param name="vault">For keys that stand there.</param>
    /// <param name="sealing">For keys that stand in the table; <c>null</c> when there is none.</param>
    public AzureDkimKeys OpenDkimKeys(ISecrets vault, SealingKey? sealing) => _openDkimKeys(vault, sealing);

    /// <param name="sealing"><c>null</c>: keys can be listed and changed, but none added.</param>
    public AzureDkimKeyEditor OpenDkimKeyEditor(SealingKey? sealing) => _openDkimKeyEditor(sealing);
}

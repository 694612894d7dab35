namespace Mail.Testing;

/// <summary>All ports in memory, over one clock. Each adapter has its own faults; <see cref="Faults"/> holds for all of them.</summary>
public sealed class InMemoryStorage
{
    public InMemoryStorage(TimeProvider? time = null)
    {
        time ??= TimeProvider.System;
        Spool = new InMemorySpool(time, Faults);
        Queues = new InMemoryWorkQueues(time, Faults);
        Directory = new InMemoryDirectory(Faults);
        Mailboxes = new InMemoryMailboxStore(time, Faults);
        Outbound = new InMemoryOutboundQueue(Queues, Faults);
        Destinations = new InMemoryDestinations(Faults);
        Log = new InMemoryMessageLog(Faults);
        Locks = new InMemorySingletonLocks(time, Faults);
        Settings = new InMemorySiteSettings(Faults);
        AccessRules = new InMemoryAccessRules(Faults);
        Transports = new InMemoryTransports(Faults);
        Rules = new InMemoryRules(time, Faults);
        Vacations = new InMemoryVacations(Faults);
        SeenMessages = new InMemorySeenMessages(Faults);
        WebhookCalls = new InMemoryWebhookCalls(Queues, Faults);
        Rejects = new InMemoryRejectLog(Faults);
        Greylist = new InMemoryGreylist(Faults);
        Credentials = new InMemoryCredentials(Faults);
        SenderGrants = new InMemorySenderGrants(Faults);
        Suppressions = new InMemorySuppressionList(time, Faults);
        Forwarding = new InMemoryForwardingBreaker(Settings, time, Faults);
        TrainingLedger = new InMemoryTrainingLedger(Faults);
        Models = new InMemoryModelStore(time, Faults);
        DmarcDays = new InMemoryDmarcDays(Faults);
        RemoteAccounts = new InMemoryRemoteAccounts(Faults);
        FetchState = new InMemoryFetchState(Faults);
        DmarcSummaries = new InMemoryDmarcSummaries(Faults);
    }

    public StorageFaults Faults { get; } = new();

    public InMemorySpool Spool { get; }

    public InMemoryWorkQueues Queues { get; }

    public InMemoryDirectory Directory { get; }

    public InMemoryMailboxStore Mailboxes { get; }

    public InMemoryOutboundQueue Outbound { get; }

    public InMemoryDestinations Destinations { get; }

    public InMemoryMessageLog Log { get; }

    public InMemorySingletonLocks Locks { get; }

    public InMemorySiteSettings Settings { get; }

    public InMemoryAccessRules AccessRules { get; }

    public InMemoryTransports Transports { get; }

    public InMemoryRules Rules { get; }

    public InMemoryVacations Vacations { get; }

    public InMemorySeenMessages SeenMessages { get; }

    public InMemoryWebhookCalls WebhookCalls { get; }

    public InMemoryRejectLog Rejects { get; }

    public InMemoryGreylist Greylist { get; }

    public InMemoryCredentials Credentials { get; }

    public InMemorySenderGrants SenderGrants { get; }

    public InMemorySuppressionList Suppressions { get; }

    public InMemoryForwardingBreaker Forwarding { get; }

    public InMemoryTrainingLedger TrainingLedger { get; }

    public InMemoryModelStore Models { get; }

    public InMemoryDmarcDays DmarcDays { get; }

    public InMemoryRemoteAccounts RemoteAccounts { get; }

    public InMemoryFetchState FetchState { get; }

    public InMemoryDmarcSummaries DmarcSummaries { get; }
}

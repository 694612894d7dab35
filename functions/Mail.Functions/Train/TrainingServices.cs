using Mail.Azure;
using Mail.Core;
using Mail.Processing;

namespace Mail.Functions;

/// <summary>Models, and what trains them.</summary>
internal static class TrainingServices
{
    public static IServiceCollection AddTraining(this IServiceCollection services) => services
        .AddSingleton<ITrainingLedger>(provider => provider.GetRequiredService<AzureStorage>().TrainingLedger)
        .AddSingleton<IModelStore>(provider => provider.GetRequiredService<AzureStorage>().Models)
        .AddSingleton<ISpamModels, CachedSpamModels>()
        .AddSingleton<ISpamSettings, SpamSettings>()
        .AddSingleton<TrainingQueue>()
        .AddSingleton<MessageTraining>()
        .AddSingleton<MailboxMoves>()
        .AddSingleton<MoveTraining>()
        .AddSingleton<Compactor>()
        .AddSingleton<SnapshotCleaning>()
        .AddSingleton<Ageing>()
        .AddSingleton<ModelUpkeep>()
        .AddSingleton<TrainFunction>()
        .AddSingleton<IFunctionHandler>(provider => new AtMost(TrainFunction.AtOnce, provider.GetRequiredService<TrainFunction>()))
        .AddSingleton<IFunctionHandler, CompactFunction>()
        .AddSingleton(provider => ActivatorUtilities.CreateInstance<UnsureDigest>(provider, provider.GetRequiredService<AzureStorage>().DirectoryEditor))
        .AddSingleton<ReportedMail>()
        .AddSingleton<IFunctionHandler, SpamDigestFunction>()
        .AddSingleton<IFunctionHandler, SpamReportsFunction>();
}

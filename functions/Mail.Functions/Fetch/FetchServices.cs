using Mail.Azure;
using Mail.Core;
using Mail.Processing;
using Mail.Transport;

namespace Mail.Functions;

/// <summary>What collects mail from mailboxes elsewhere.</summary>
internal static class FetchServices
{
    /// <summary>
    /// Visits at once in this process. They wait for others' servers most of the time; the memory that messages take is bounded by <see cref="FetchOptions.Memory"/>,
    /// and threads and storage are shared with the message flow.
    /// </summary>
    private const int AtOnce = 24;

    public static IServiceCollection AddFetching(this IServiceCollection services, SendingSettings settings, ISecrets vault) => services
        .AddSingleton(settings.Fetching)
        .AddSingleton(new FetchFlowOptions())
        .AddSingleton(Random.Shared)
        .AddSingleton<IRemoteAccounts>(provider => provider.GetRequiredService<AzureStorage>().RemoteAccounts)
        .AddSingleton<IFetchState>(provider => provider.GetRequiredService<AzureStorage>().FetchState)
        .AddSingleton<IRemoteSecrets>(provider => new RemoteSecrets(provider.GetRequiredService<AzureStorage>().RemoteAccounts, vault, settings.Sealing))
        .AddSingleton<IAccessTokens>(provider => ActivatorUtilities.CreateInstance<RemoteTokens>(provider, SendBy(provider.GetRequiredService<PublicWeb>())))
        .AddSingleton<IRemoteMailboxes, RemoteMailboxes>()
        .AddSingleton<FetchQueue>()
        .AddSingleton<FetchedMessages>()
        .AddSingleton<FetchNotices>()
        .AddSingleton<FetchFlow>()
        .AddSingleton<FetchScheduler>()
        .AddSingleton<IFunctionHandler, FetchFunction>()
        .AddSingleton<FetchAccountFunction>()
        .AddSingleton<IFunctionHandler>(provider => new AtMost(AtOnce, provider.GetRequiredService<FetchAccountFunction>()));

    private static Func<HttpRequestMessage, CancellationToken, Task<WebAnswer>> SendBy(PublicWeb web)
    {
        // Of a token endpoint's answer; tokens of Azure have 3 KiB.
        const int MaxAnswer = 64 * 1024;
        return (request, cancellationToken) => web.SendAsync(request, MaxAnswer, cancellationToken);
    }
}

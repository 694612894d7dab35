using Mail.Authentication;
using Mail.Azure;
using Mail.Core;
using Mail.Dns;
using Mail.Processing;
using Mail.Transport;

namespace Mail.Functions;

/// <summary>The sending flow, its client of SMTP, and what it signs with.</summary>
internal static class SendingServices
{
    public static IServiceCollection AddSending(this IServiceCollection services, SendingSettings settings, ISecrets vault) => services
        .AddSrs(settings.Srs)
        .AddSingleton(settings.Outbound)
        .AddSingleton<IDnsResolver>(provider => new DnsResolver(settings.Dns, provider.GetRequiredService<TimeProvider>()))
        .AddSingleton(provider => new SenderAuthenticator(provider.GetRequiredService<IDnsResolver>(), provider.GetRequiredService<TimeProvider>()))
        .AddSingleton<ISignatureVerifier>(provider => provider.GetRequiredService<SenderAuthenticator>())
        .AddSingleton<IStsPolicies>(provider => provider.GetRequiredService<AzureStorage>().StsPolicies)
        .AddSingleton(provider => new PublicWeb(provider.GetRequiredService<IDnsResolver>(), settings.Web))
        .AddSingleton<IWebhookSender, WebhookSender>()
        .AddSingleton(new WebhookOptions { Keys = settings.Sealing is { } key ? new WebhookKeys(key.Derive(WebhookKeys.Purpose)) : null })
        .AddSingleton<TlsSources>()
        .AddTlsReports(settings.Sender.Helo)
        .AddSingleton<IMessageSender>(provider => new MessageSender(
            provider.GetRequiredService<IDnsResolver>(),
            settings.Routing,
            settings.Sender,
            vault,
            provider.GetRequiredService<TlsSources>(),
            Random.Shared,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<MessageSender>>()))
        .AddSingleton<IDkimKeys>(provider => provider.GetRequiredService<AzureStorage>().OpenDkimKeys(vault, settings.Sealing))
        .AddSingleton<IOutgoingFields>(provider => new OutgoingFields(
            provider.GetRequiredService<IDkimKeys>(),
            provider.GetRequiredService<ISignatureVerifier>(),
            settings.Sender.Helo,
            provider.GetService<Srs>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<OutgoingFields>>()))
        .AddSingleton<ITransports>(provider => provider.GetRequiredService<AzureStorage>().Transports)
        .AddSingleton<IForwardingBreaker>(provider => provider.GetRequiredService<AzureStorage>().Forwarding)
        .AddSingleton<INoticeWriter, NoticeWriter>()
        .AddSingleton<IBounceReader, BounceReader>()
        .AddSingleton<IOutboundWatch, NoOutboundWatch>()
        .AddSingleton<DestinationGate>()
        .AddSingleton<SenderRewriting>()
        .AddSingleton<OutboundAttempt>()
        .AddSingleton<RefusalMemory>()
        .AddSingleton<NoticeSpooler>()
        .AddSingleton<OutboundRecorder>()
        .AddSingleton<OutboundSettlement>()
        .AddSingleton<OutboundFlow>()
        .AddSingleton<IFunctionHandler, OutboundFunction>()
        .AddFetching(settings, vault);

    /// <summary>For the router, which knows our SRS addresses by it, and the attempt, which makes them; both do without.</summary>
    private static IServiceCollection AddSrs(this IServiceCollection services, SrsSecrets? secrets) =>
        secrets is null ? services : services.AddSingleton(provider => new Srs(secrets, provider.GetRequiredService<TimeProvider>()));
}

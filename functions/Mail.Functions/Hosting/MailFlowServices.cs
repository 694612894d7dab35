using Mail.Core;
using Mail.Processing;

namespace Mail.Functions;

/// <summary>The message flow and the sweep, over whatever storage is registered.</summary>
internal static class MailFlowServices
{
    public static IServiceCollection AddMailFlow(this IServiceCollection services, FlowOptions options) => services
        .AddSingleton(options)
        .AddSingleton<Router>()
        .AddScreening()
        .AddSorting()
        .AddSingleton<RecipientRouting>()
        .AddSingleton<MailboxDelivering>()
        .AddSingleton<IncomingQueue>()
        .AddSingleton<ReturnedNotices>()
        .AddSingleton<MessageFlow>()
        .AddSingleton<DroppedFiles>()
        .AddSingleton<OutboundSweep>()
        .AddSingleton<Quarantine>()
        .AddSingleton<Mail.Processing.Sweep>()
        .AddSingleton<Pruning>();
}

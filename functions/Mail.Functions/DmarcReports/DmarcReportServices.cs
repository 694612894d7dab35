using Mail.Authentication;
using Mail.Azure;
using Mail.Core;
using Mail.Processing;

namespace Mail.Functions;

/// <summary>What counts and reports what came in other domains' names, and what reads their reports about ours.</summary>
internal static class DmarcReportServices
{
    public static IServiceCollection AddDmarcReports(this IServiceCollection services) => services
        .AddSingleton<IDmarcDays>(provider => provider.GetRequiredService<AzureStorage>().DmarcDays)
        .AddSingleton<IDmarcSummaries>(provider => provider.GetRequiredService<AzureStorage>().DmarcSummaries)
        .AddSingleton<DmarcCounter>()
        .AddSingleton<DmarcCounting>()
        .AddHostedService<DmarcResultFlusher>()
        .AddSingleton<ReportTargets>()
        .AddSingleton<DmarcReporter>()
        .AddSingleton<DmarcInbox>()
        .AddSingleton<IFunctionHandler, DmarcReportsFunction>()
        .AddSingleton<IFunctionHandler, DmarcInboxFunction>();
}

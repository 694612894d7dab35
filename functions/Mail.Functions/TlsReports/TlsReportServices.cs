using Mail.Azure;
using Mail.Core;
using Mail.Transport;

namespace Mail.Functions;

/// <summary>What counts how TLS went, and what reports it.</summary>
internal static class TlsReportServices
{
    public static IServiceCollection AddTlsReports(this IServiceCollection services, string hostName) => services
        .AddSingleton<ITlsDays>(provider => provider.GetRequiredService<AzureStorage>().TlsDays)
        .AddSingleton<TlsResultCounter>()
        .AddSingleton<ITlsResults>(provider => provider.GetRequiredService<TlsResultCounter>())
        .AddHostedService<TlsResultFlusher>()
        .AddSingleton(provider => ActivatorUtilities.CreateInstance<TlsReporter>(provider, hostName))
        .AddSingleton<IFunctionHandler, TlsReportsFunction>();
}

using Mail.Core;
using Mail.Processing;
using Mail.Scanning;

namespace Mail.Functions;

/// <summary>The scanners, in the order in which they are asked: those that cost least first.</summary>
internal static class ScanningServices
{
    public static IServiceCollection AddScanning(this IServiceCollection services, RspamdOptions rspamd) => services
        .AddSingleton(rspamd)
        .AddSingleton<IContentScanner, AttachmentScanner>()
        .AddSingleton<IContentScanner, ClamAvScanner>()
        .AddSingleton<IContentScanner, RspamdScanner>()
        .AddSingleton<ContentScanning>()
        .AddSingleton<SubmissionScreen>();
}

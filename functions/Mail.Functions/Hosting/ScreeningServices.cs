using Mail.Processing;

namespace Mail.Functions;

/// <summary>Who sent a message, what scanners and the spam filter say of it.</summary>
internal static class ScreeningServices
{
    public static IServiceCollection AddScreening(this IServiceCollection services) => services
        .AddSingleton(new ScreenOptions())
        .AddSingleton<SenderCheck>()
        .AddSingleton<DmarcHandling>()
        .AddSingleton<IScreen, MailScreen>();
}

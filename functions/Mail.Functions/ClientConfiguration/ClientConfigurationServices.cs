using Mail.Core;

namespace Mail.Functions;

/// <summary>The functions that tell mail programs, and other mail servers, how to reach us.</summary>
internal static class ClientConfigurationServices
{
    public static IServiceCollection AddClientConfiguration(this IServiceCollection services, AnnouncedServices announced) => services
        .AddSingleton(announced)
        .AddSingleton<ClientDomains>()
        .AddAutoconfig("Autoconfig", "/mail/config-v1.1.xml")
        .AddAutoconfig("AutoconfigWellKnown", "/.well-known/autoconfig/mail/config-v1.1.xml")
        .AddSingleton<IHttpFunction, AutodiscoverEndpoint>()
        .AddSingleton<IHttpFunction, MtaStsEndpoint>();

    private static IServiceCollection AddAutoconfig(this IServiceCollection services, string name, string path) =>
        services.AddSingleton<IHttpFunction>(provider => new AutoconfigEndpoint(
            name, path, provider.GetRequiredService<ClientDomains>(), provider.GetRequiredService<AnnouncedServices>()));
}

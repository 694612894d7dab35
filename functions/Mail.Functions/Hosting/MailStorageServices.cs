namespace Mail.Functions;

internal static class MailStorageServices
{
    public static IServiceCollection AddMailStorage(this IServiceCollection services, ProcessSettings settings) => services;
}

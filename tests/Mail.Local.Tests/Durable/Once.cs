using Azure.Core;

namespace Mail.Local.Tests.Durable;

/// <summary>Makes an Azure client send each request exactly once: a repeated request would hide what was in doubt.</summary>
internal static class Once
{
    public static T Configure<T>(T options)
        where T : ClientOptions
    {
        options.Retry.MaxRetries = 0;
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(20);
        return options;
    }
}

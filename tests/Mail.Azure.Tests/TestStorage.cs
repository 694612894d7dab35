using Mail.Testing;

[assembly: AssemblyFixture(typeof(AzuriteFixture))]

namespace Mail.Azure.Tests;

/// <summary>The settings of the tests: as in production, with less patience.</summary>
internal static class TestStorage
{
    public static StorageOptions Options(AzuriteAccount account) => new()
    {
        Connection = account.ConnectionString,
        RetryDelay = TimeSpan.FromMilliseconds(10),
    };

    public static AzureStorage Open(AzuriteAccount account) => new(Options(account));
}

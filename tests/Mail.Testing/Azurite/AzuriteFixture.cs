using System.Globalization;
using Xunit;

namespace Mail.Testing;

/// <summary>
/// A real Azurite for the tests of one assembly, on free ports, with a temporary folder. It has many accounts, so that each test can have
/// one of its own. Use it as an assembly fixture; a test that asks for an account is skipped when Node is missing.
/// </summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    // More than an assembly has tests; each costs a line in an environment variable, nothing else.
    private const int Accounts = 600;
    private const string Key = "a2V5";

    private AzuriteProcess? _process;
    private string? _missing;
    private int _nextAccount;

    public async ValueTask InitializeAsync()
    {
        if (!AzuriteProcess.IsNodeInstalled())
        {
            _missing = "skipped: node not installed";
            return;
        }

        _process = await AzuriteProcess.StartAsync(Enumerable.Range(1, Accounts).Select(Name).ToDictionary(name => name, _ => Key));
    }

    /// <summary>A fresh account, empty and used by nobody else. Skips the test when there is no Azurite.</summary>
    public AzuriteAccount NewAccount()
    {
        Assert.SkipWhen(_missing is not null, _missing ?? "");
        var number = Interlocked.Increment(ref _nextAccount);
        Assert.True(number <= Accounts, $"Azurite was started with {Accounts} accounts only.");
        return new AzuriteAccount(_process!, Name(number), Key);
    }

    public ValueTask DisposeAsync() => _process?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"test{number:D4}");
}

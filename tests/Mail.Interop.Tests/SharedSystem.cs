using System.Text.Json;
using Mail.Testing;

namespace Mail.Interop.Tests;

/// <summary>
/// One system for all tests of a class, as a start takes seconds; each test has mailboxes of its own. The first test that is not skipped starts it.
/// </summary>
public class SharedSystem : IAsyncDisposable
{
    private MailSystem? _system;
    private int _accounts;

    public async Task<MailSystem> StartAsync() => _system ??= await MailSystem.StartAsync(await SettingsAsync(), PrepareAsync);

    /// <summary>An account that nobody else uses; its address.</summary>
    public async Task<string> NewAccountAsync()
    {
        var address = $"user{++_accounts}@example.test";
        await _system!.MailctlAsync("account", "add", address, "--no-password");
        return address;
    }

    /// <summary>A new app password.</summary>
    public async Task<string> NewPasswordAsync(string account, string name = "client")
    {
        var added = await _system!.MailctlAsync("account", "app-password", "add", account, "--name", name, "--json");
        return JsonDocument.Parse(added).RootElement.GetProperty("password").GetString()!;
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_system is not null)
        {
            await _system.DisposeAsync();
        }
    }

    /// <summary>Further environment variables for gateway and functions.</summary>
    protected virtual Task<Dictionary<string, string>> SettingsAsync() => Task.FromResult(new Dictionary<string, string>());

    /// <summary>Runs when the storage is there, before gateway and functions start.</summary>
    protected virtual Task PrepareAsync(MailSystem system) => Task.CompletedTask;
}

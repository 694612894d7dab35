using Mail.Core;

namespace Mail.Gateway;

/// <summary>Notes when app passwords are used: in the background, once in an hour each, for nobody needs it more exactly and each costs a request.</summary>
internal sealed class UseNotes(ICredentialStore credentials, TimeProvider time, ILogger<UseNotes> logger)
{
    public static readonly TimeSpan Resolution = TimeSpan.FromHours(1);

    private const int Capacity = 20_000;

    private readonly RecentlyUsed<(string AccountId, string Name), DateTimeOffset> _noted = new(Capacity);

    /// <summary>The note that is being written; for tests.</summary>
    public Task Last { get; private set; } = Task.CompletedTask;

    public void Note(AppPassword password)
    {
        var now = time.GetUtcNow();
        var key = (password.AccountId, password.Name);
        if (password.LastUsedAt + Resolution > now || (_noted.TryGet(key, out var noted) && noted + Resolution > now))
        {
            return;
        }

        _noted.Set(key, now);
        Last = WriteAsync(password, now);
    }

    // What is lost at the end of the process is one hour of one password's history.
    private async Task WriteAsync(AppPassword password, DateTimeOffset now)
    {
        try
        {
            await credentials.NoteUseAsync(password.AccountId, password.Name, now, CancellationToken.None);
        }
        catch (StorageUnavailableException e)
        {
            _noted.Remove((password.AccountId, password.Name));
            AuthenticationLog.UseNotNoted(logger, password.Name, password.AccountId, e.Message);
        }
    }
}

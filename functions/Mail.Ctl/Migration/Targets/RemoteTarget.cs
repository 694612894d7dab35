using Mail.Core;

namespace Mail.Ctl;

/// <param name="Account">Without its secret.</param>
/// <param name="Password"><c>null</c> when the file has none.</param>
internal sealed record RemoteTarget(RemoteAccount Account, string? Password) : MigrationTarget
{
    public override string What => Describe(Account);

    public override MigrationFinding Compare(MigrationState state)
    {
        if (!state.Accounts.ContainsKey(MigrationState.Key(Account.Key.Target)))
        {
            return MigrationFinding.NotConverted($"there is no account {Account.Key.Target}: mailctl account add {Account.Key.Target}");
        }

        if (!state.RemoteAccounts.TryGetValue(Account.Key, out var there))
        {
            return MigrationFinding.Free with { Remark = Password is null ? $"it has no password: mailctl fetch password {Account.Key}" : null };
        }

        // Whether the password is the same cannot be seen; that there is one can.
        return IsSame(there) && (Password is null || there.Secret is not null) ? MigrationFinding.Same : MigrationFinding.Different(Describe(there));
    }

    public override async ValueTask WriteAsync(MailStorage storage, MigrationState state, CancellationToken cancellationToken)
    {
        var there = state.RemoteAccounts.GetValueOrDefault(Account.Key);
        // What has been fetched is remembered by the id.
        var account = Account with { Id = there?.Id ?? Account.Id, FilterAsNew = there?.FilterAsNew ?? true, Comment = there?.Comment };
        var secret = Password is null ? there?.Secret : state.Secrets!.Seal(account.Id, Password);
        await storage.RemoteAccounts.SetAsync(account with { Secret = secret }, cancellationToken);
        state.RemoteAccounts[Account.Key] = account with { Secret = secret };
    }

    /// <summary>Says nothing of the password.</summary>
    public override string ToString() => What;

    private bool IsSame(RemoteAccount there) =>
        (there.Protocol, there.Tls, there.Host, there.EffectivePort, there.User, there.Authentication, there.Fingerprint)
            == (Account.Protocol, Account.Tls, Account.Host, Account.EffectivePort, Account.User, Account.Authentication, Account.Fingerprint)
        && (there.Interval, there.KeepFor, there.SizeLimit, there.BatchLimit, there.Multidrop)
            == (Account.Interval, Account.KeepFor, Account.SizeLimit, Account.BatchLimit, Account.Multidrop)
        && there.Folders.SequenceEqual(Account.Folders);

    private static string Describe(RemoteAccount account) =>
        $"remote account {account}, {(account.KeepFor is null ? "kept there" : "deleted there")}, every {SettingText.Time(account.Interval)}";
}

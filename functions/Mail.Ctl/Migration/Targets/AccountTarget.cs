using Mail.Core;

namespace Mail.Ctl;

/// <param name="Quota">Bytes; <c>null</c>: the file says nothing.</param>
/// <param name="Name">The person's; <c>null</c>: the file says nothing.</param>
/// <param name="Password">Makes what is kept of it; <c>null</c>: none can be.</param>
internal sealed record AccountTarget(MailAddress Address, long? Quota, string? Name, Func<PasswordVerifier>? Password) : MigrationTarget
{
    public override int Rank => 1;

    public override string What => $"account {Address}{(Quota is { } quota ? $", at most {ByteSize.Format(quota)}" : "")}{(Password is null ? "" : ", with its password")}";

    public override MigrationFinding Compare(MigrationState state)
    {
        if (!state.Domains.TryGetValue(Address.Domain, out var domain))
        {
            return MigrationFinding.NotConverted($"{Address.Domain} is no domain here: mailctl domain add {Address.Domain}, or --add-domains");
        }

        if (domain.Kind == DomainKind.Alias)
        {
            return MigrationFinding.NotConverted($"{Address.Domain} is an alias domain; the account belongs into {domain.AliasOf}");
        }

        if (state.Aliases.ContainsKey(MigrationState.Key(Address)))
        {
            return MigrationFinding.NotConverted($"there is an alias {Address}, which an account would go before: mailctl alias remove {Address}");
        }

        // A name that was changed here since is nobody's business, and a password neither.
        return !state.Accounts.TryGetValue(MigrationState.Key(Address), out var there) ? MigrationFinding.Free
            : Quota is null || there.QuotaBytes == Quota ? MigrationFinding.Same
            : MigrationFinding.Different($"account {Address}, {(there.QuotaBytes is { } quota ? $"at most {ByteSize.Format(quota)}" : "without a quota")}");
    }

    public override void Expect(MigrationState state) => state.Expected.Add(MigrationState.Key(Address));

    public override async ValueTask WriteAsync(MailStorage storage, MigrationState state, CancellationToken cancellationToken)
    {
        if (state.Accounts.TryGetValue(MigrationState.Key(Address), out var there))
        {
            await storage.Editor.UpdateAccountAsync(there with { QuotaBytes = Quota }, cancellationToken);
            return;
        }

        var account = new AccountEntry
        {
            Address = Address,
            AccountId = QueueId.New(state.Time).ToString(),
            QuotaBytes = Quota,
            DisplayName = Name,
            PasswordHash = Password?.Invoke().ToString(),
        };
        // The mailbox first: when this breaks off, an empty container is left over, and no account that lacks one.
        await storage.Mailboxes.CreateMailboxAsync(account.AccountId, cancellationToken);
        await storage.Editor.AddAccountAsync(account, cancellationToken);
        state.Accounts[MigrationState.Key(Address)] = account;
    }

    /// <summary>Says nothing of the password.</summary>
    public override string ToString() => What;
}

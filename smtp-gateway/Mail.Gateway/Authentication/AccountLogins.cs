using Mail.Core;
using Mail.Credentials;

namespace Mail.Gateway;

/// <summary>Accounts as those who log in name them, and what all sessions share to verify them.</summary>
internal sealed class AccountLogins(
    IDirectory directory, ICredentialStore credentials, FakeVerifiers fakes, PasswordVerification passwords, LoginGuard guard, UseNotes uses,
    TokenValidation? tokens, ILogger<AccountLogins> logger)
{
    public PasswordVerification Passwords => passwords;

    public LoginGuard Guard => guard;

    public UseNotes Uses => uses;

    /// <summary><c>null</c> when no issuer is configured.</summary>
    public TokenValidation? Tokens => tokens;

    public ILogger Logger => logger;

    /// <summary>Asks the same questions whether or not there is such an account.</summary>
    /// <param name="user">The full address: a local-part alone is nobody's.</param>
    /// <exception cref="StorageUnavailableException">The directory cannot be reached.</exception>
    public async ValueTask<LoginCandidate> FindAsync(string user, CancellationToken cancellationToken)
    {
        var name = LoginName.Of(user);
        var account = await FindAccountAsync(user, cancellationToken);
        var further = await credentials.FindAsync(account?.AccountId ?? fakes.AccountIdFor(name), cancellationToken);
        var own = account is null ? [] : AccountPasswords.Of(account, further);
        return new LoginCandidate(
            name,
            account,
            [.. own.Select(password => (password.Verifier, further.FirstOrDefault(app => app.Name == password.Name)))],
            own.Count == 0 ? [fakes.For(name)] : [.. own.Select(password => password.Verifier)]);
    }

    private async ValueTask<AccountEntry?> FindAccountAsync(string user, CancellationToken cancellationToken)
    {
        if (!MailAddressParser.TryParse(user, out var address, out _)
            || await directory.FindDomainAsync(address.Domain, cancellationToken) is not { Enabled: true })
        {
            return null;
        }

        var account = await directory.FindAccountAsync(address.Domain, address.LocalPart, cancellationToken);
        return account is { Enabled: true } ? account : null;
    }
}

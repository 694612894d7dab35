using Mail.Core;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Mail.Credentials;

/// <summary>Makes and verifies the hashes in <see cref="AccountEntry.PasswordHash"/>.</summary>
public sealed class PasswordHashing
{
    /// <summary>OWASP Password Storage Cheat Sheet for PBKDF2-HMAC-SHA512: 210,000. About a tenth of a second of one core.</summary>
    private const int Iterations = 210_000;

    /// <summary>Characters. More would only buy a client CPU time of ours; nobody types more.</summary>
    public const int MaxLength = 1024;

    private readonly PasswordHasher<AccountEntry> _hasher =
        new(Options.Create(new PasswordHasherOptions { IterationCount = Iterations }));

    /// <summary>The account with this password in place of any it had.</summary>
    /// <exception cref="ArgumentException">The password is empty or longer than <see cref="MaxLength"/>.</exception>
    public AccountEntry WithPassword(AccountEntry account, string password)
    {
        ArgumentOutOfRangeException.ThrowIfZero(password.Length, nameof(password));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(password.Length, MaxLength, nameof(password));
        return account with { PasswordHash = _hasher.HashPassword(account, password) };
    }

    /// <summary>False as well for an account without a password, and for a column that holds no hash.</summary>
    public bool Verify(AccountEntry account, string password)
    {
        if (account.PasswordHash is not { } hash || password.Length is 0 or > MaxLength)
        {
            return false;
        }

        try
        {
            return _hasher.VerifyHashedPassword(account, hash, password) != PasswordVerificationResult.Failed;
        }
        catch (FormatException)
        {
            // Not base 64: somebody typed into the column.
            return false;
        }
    }
}

using Mail.Core;

namespace Mail.Credentials;

/// <summary>The verifiers of one account: its password and its app passwords.</summary>
public static class AccountPasswords
{
    /// <summary>Those that can be used, the account's own first.</summary>
    /// <returns>With the app password's name; <c>null</c> for the account's own.</returns>
    public static IReadOnlyList<(PasswordVerifier Verifier, string? Name)> Of(AccountEntry account, IEnumerable<AppPassword> further)
    {
        var found = new List<(PasswordVerifier, string?)>();
        if (PasswordVerifier.TryParse(account.PasswordHash, out var own))
        {
            found.Add((own, null));
        }

        foreach (var password in further.Where(password => password.Enabled))
        {
            if (PasswordVerifier.TryParse(password.PasswordHash, out var verifier))
            {
                found.Add((verifier, password.Name));
            }
        }

        return found;
    }

    /// <summary>A password of the account whose salt a new one has to have; <c>null</c> when it has none.</summary>
    public static PasswordVerifier? SaltOf(AccountEntry account, IEnumerable<AppPassword> further) =>
        Of(account, further).Select(password => password.Verifier).FirstOrDefault();

    /// <summary>How many salts there are: more than one is one too many.</summary>
    public static int SaltsOf(AccountEntry account, IEnumerable<AppPassword> further) =>
        Of(account, further).DistinctBy(password => (password.Verifier.Iterations, Convert.ToHexString(password.Verifier.Salt.Span))).Count();
}

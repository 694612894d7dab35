using Mail.Core;

namespace Mail.Gateway;

/// <summary>Somebody who would log in, known or not.</summary>
/// <param name="Name">By <see cref="LoginName"/>.</param>
/// <param name="Account"><c>null</c> for nobody and for a disabled account.</param>
/// <param name="Passwords">The account's; <c>App</c> is <c>null</c> for its own.</param>
/// <param name="Verifiers">What to compare with: those of the passwords, or a fake one. Never empty.</param>
internal sealed record LoginCandidate(
    string Name, AccountEntry? Account, IReadOnlyList<(PasswordVerifier Verifier, AppPassword? App)> Passwords, IReadOnlyList<PasswordVerifier> Verifiers)
{
    /// <summary>A name without more: not for comparing passwords.</summary>
    public static LoginCandidate Nobody(string name) => new(name, null, [], []);
}

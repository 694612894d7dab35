namespace Mail.Core;

/// <summary>
/// What <see cref="RemoteAccount.Secret"/> may name. Whoever writes the row names the server, too, and could have any secret that the process can read sent to a
/// server of his own: so only names that were made for this are read.
/// </summary>
public static class RemoteSecretReference
{
    /// <summary>How the environment's variables begin that hold passwords of remote accounts.</summary>
    public const string VariablePrefix = "MAIL_FETCH_SECRET_";

    /// <summary>How a vault's secrets begin that hold passwords of remote accounts.</summary>
    public const string VaultPrefix = "fetch-";

    private const string InEnvironment = "env:";
    private const string InVault = "https://";

    /// <summary>It says where the secret is, and is not the sealed secret itself.</summary>
    public static bool Is(string secret) => IsVault(secret) || secret.StartsWith(InEnvironment, StringComparison.OrdinalIgnoreCase);

    public static bool IsVault(string secret) => secret.StartsWith(InVault, StringComparison.OrdinalIgnoreCase);

    /// <summary>Why it must not be read, as the end of a sentence; <c>null</c> when it may, and for sealed secrets.</summary>
    public static string? ProblemOf(string secret) =>
        IsVault(secret) ? IsOurVaultSecret(secret) ? null : $"a vault's secret has to be https://VAULT/secrets/{VaultPrefix}NAME"
        : Is(secret) && !IsOurVariable(secret) ? $"a variable has to be {InEnvironment}{VariablePrefix}NAME"
        : null;

    /// <summary>The name of the variable, of <c>env:NAME</c>.</summary>
    public static string VariableOf(string secret) => secret[InEnvironment.Length..];

    private static bool IsOurVariable(string secret) =>
        VariableOf(secret) is var name
        && name.StartsWith(VariablePrefix, StringComparison.Ordinal)
        && name.Length > VariablePrefix.Length
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    /// <summary>Certificates of a vault can be read as secrets, with their keys: they are none of ours, whatever their name.</summary>
    private static bool IsOurVaultSecret(string secret) =>
        Uri.TryCreate(secret, UriKind.Absolute, out var url)
        && url.AbsolutePath.Trim('/').Split('/') is ["secrets", var name, ..] and { Length: 2 or 3 }
        && name.StartsWith(VaultPrefix, StringComparison.OrdinalIgnoreCase)
        && name.Length > VaultPrefix.Length;
}

using System.Diagnostics.CodeAnalysis;

namespace Mail.Core;

/// <summary>A further password of an account, made by us for one program or device: a row of table <c>Credentials</c>.</summary>
public sealed record AppPassword
{
    /// <summary>Characters of a name.</summary>
    public const int MaxName = 64;

    public required string AccountId { get; init; }

    /// <summary>What its owner calls it, for example <c>phone</c>; unique for the account.</summary>
    public required string Name { get; init; }

    /// <summary>As <see cref="AccountEntry.PasswordHash"/>; all of an account share one salt, or SCRAM knows only some of them.</summary>
    public required string PasswordHash { get; init; }

    public bool Enabled { get; init; } = true;

    /// <summary><c>null</c> when the row does not say.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Within an hour; <c>null</c> for never.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>1 to <see cref="MaxName"/> characters, not blank at an end, no control characters.</summary>
    public static bool IsName([NotNullWhen(true)] string? name) =>
        name is { Length: > 0 and <= MaxName } && name.Trim().Length == name.Length && !name.Any(char.IsControl) && !name.Any(char.IsSurrogate);
}

using Mail.Core;

namespace Mail.Gateway;

/// <summary>What <see cref="PasswordVerification"/> found.</summary>
internal abstract record PasswordResult
{
    private PasswordResult()
    {
    }

    public sealed record Matched(PasswordVerifier Verifier) : PasswordResult;

    public sealed record Wrong : PasswordResult;

    /// <summary>Too many others are being verified.</summary>
    public sealed record Busy : PasswordResult;
}

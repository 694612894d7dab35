using Mail.Smtp;

namespace Mail.Gateway.Tests;

/// <summary>Says of every client what the test wants.</summary>
internal sealed class FakeReputation : IClientReputation
{
    public bool Trusted { get; set; }

    public bool Suspicious { get; set; }

    public bool IsTrusted(SmtpSessionInfo session) => Trusted;

    public ValueTask<bool> IsSuspiciousAsync(SmtpSessionInfo session, CancellationToken cancellationToken) => new(Suspicious);
}

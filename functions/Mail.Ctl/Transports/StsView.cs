using Mail.Core;

namespace Mail.Ctl;

/// <summary>A domain's MTA-STS policy as the functions keep it.</summary>
/// <param name="Mode"><c>testing</c> or <c>enforce</c>.</param>
/// <param name="Servers">Host names, or <c>*.</c> before one.</param>
internal sealed record StsView(string Mode, IReadOnlyList<string> Servers, DateTimeOffset ExpiresAt)
{
    /// <summary>That of <paramref name="domain"/> if it counts for a transport: straight to the domain, with TLS not switched off (RFC 8461 §1).</summary>
    /// <returns>The policy, and how it shows; <c>null</c> when none is known, or it says nothing.</returns>
    public static async Task<(StsPolicy Policy, StsView View)?> FindAsync(
        IStsPolicies policies, Core.Transport row, string domain, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (row is not { Kind: TransportKind.Direct, Tls: not TlsLevel.None })
        {
            return null;
        }

        return await policies.FindAsync(domain, cancellationToken) is { Policy: { Mode: not MtaStsMode.None } policy } kept && kept.ExpiresAt > now
            ? (policy, new StsView(SettingText.Choice(policy.Mode), policy.Mx, kept.ExpiresAt))
            : null;
    }
}

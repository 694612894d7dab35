using Mail.Core;

namespace Mail.Transport;

/// <summary>What is known of a domain's policy now.</summary>
/// <param name="Policy">The one that holds; <c>null</c> for none.</param>
/// <param name="Failure">A policy is announced that could not be had; <c>null</c> otherwise.</param>
internal sealed record StsFinding(StsPolicy? Policy, StsFetch.Failed? Failure)
{
    public static StsFinding None { get; } = new(null, null);

    public bool IsEnforced => Policy is { Mode: MtaStsMode.Enforce };
}

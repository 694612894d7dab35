namespace Mail.Ctl;

/// <summary>The gateway's TLS certificates.</summary>
/// <param name="Ok">The gateway has told them, and none has expired.</param>
/// <param name="Certificates">A line for each, or that there is none; empty when the gateway did not answer.</param>
/// <param name="DaysLeft">Of the one that expires first, below zero when it has; <c>null</c> when not known.</param>
internal sealed record TlsView(bool Ok, IReadOnlyList<string> Certificates, int? DaysLeft);

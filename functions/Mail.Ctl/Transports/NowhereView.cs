namespace Mail.Ctl;

/// <summary>Why mail goes to no server.</summary>
/// <param name="Permanent">The sender gets it back at once; otherwise it waits.</param>
/// <param name="Status">RFC 3463.</param>
internal sealed record NowhereView(bool Permanent, string Status, string Reason);

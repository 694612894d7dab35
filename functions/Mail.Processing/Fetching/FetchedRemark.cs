namespace Mail.Processing;

/// <summary>A message that stays where it is, for its owner to know.</summary>
/// <param name="From">Of its header, as it stands there; empty when it could not be read.</param>
/// <param name="Subject">As <paramref name="From"/>.</param>
/// <param name="Size">Octets, as the server counts.</param>
internal sealed record FetchedRemark(string From, string Subject, long Size);

namespace Mail.Core;

/// <summary>What a visit begins with.</summary>
/// <param name="Folders">By their names.</param>
public sealed record FetchMemory(FetchHealth Health, IReadOnlyDictionary<string, FetchFolder> Folders);

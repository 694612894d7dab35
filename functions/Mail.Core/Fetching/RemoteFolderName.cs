namespace Mail.Core;

/// <param name="Name">Decoded, its parts separated by <c>/</c>.</param>
/// <param name="Use">The special use of RFC 6154, for example <c>\Junk</c>; <c>null</c> for none.</param>
public sealed record RemoteFolderName(string Name, string? Use);

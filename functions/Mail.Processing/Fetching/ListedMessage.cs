using Mail.Core;

namespace Mail.Processing;

/// <summary>A message as a listing shows it, with the name under which it is remembered.</summary>
/// <param name="Key">Names it in its folder for as long as the server keeps its word.</param>
/// <param name="Uid">The hash of the key.</param>
internal sealed record ListedMessage(RemoteMessage Message, string Key, ulong Uid);

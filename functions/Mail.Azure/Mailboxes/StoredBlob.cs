using Azure;

namespace Mail.Azure;

/// <summary>A message that is in its container.</summary>
/// <param name="Size">Bytes.</param>
/// <param name="CreatedAs">The ETag that it got when this attempt made it; <c>null</c> when it was there before.</param>
internal sealed record StoredBlob(long Size, ETag? CreatedAs);

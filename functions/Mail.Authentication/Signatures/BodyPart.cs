using Mail.Core;

namespace Mail.Authentication;

/// <summary>What of a body is hashed, and how.</summary>
/// <param name="Limit"><c>l=</c>: octets of the canonical form; <c>null</c> for all.</param>
internal readonly record struct BodyPart(Canonicalization Form, long? Limit);

using System.Net;

namespace Mail.Transport;

/// <param name="MediaType">Without parameters; <c>null</c> when the host did not say.</param>
public sealed record WebAnswer(HttpStatusCode Code, string? MediaType, byte[] Body);

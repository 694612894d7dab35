using System.Net;

namespace Mail.Core;

/// <summary>What is known when a recipient is named, and asked of the rules.</summary>
public sealed record AccessQuestion
{
    /// <summary><c>null</c> when an edge hides it: then no rule about addresses matches.</summary>
    public IPAddress? ClientAddress { get; init; }

    /// <summary>The verified reverse name; <c>null</c> when there is none or it is not known.</summary>
    public string? ClientName { get; init; }

    public string? Helo { get; init; }

    /// <summary><c>null</c> is the null reverse-path <c>&lt;&gt;</c>.</summary>
    public required MailAddress? Sender { get; init; }

    public required MailAddress Recipient { get; init; }
}

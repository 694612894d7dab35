namespace Mail.Ctl;

/// <summary>One of the gateway's ports, as others see it.</summary>
/// <param name="Number">On the public address.</param>
/// <param name="StartsWithTls">RFC 8314 §3.3; otherwise STARTTLS (RFC 3207).</param>
/// <param name="NeedsTls">Without it, passwords would go unencrypted, so the gateway takes none. Other servers send without it.</param>
internal sealed record MailPort(string Service, int Number, bool StartsWithTls, bool NeedsTls);

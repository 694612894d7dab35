namespace Mail.Ctl;

/// <summary>One server that was tried.</summary>
/// <param name="Target">The domain or host that led to it.</param>
/// <param name="Address"><c>null</c> when the DNS gave none.</param>
/// <param name="State"><c>answers</c>, <c>connects</c>, <c>refused</c>, <c>silent</c>, <c>unreachable</c> or <c>unknown</c>.</param>
/// <param name="Answer">Its greeting, or what went wrong.</param>
internal sealed record PortView(string Target, string Host, string? Address, int Port, string State, string Answer);

namespace Mail.Core;

/// <summary>What was found out about a message's signatures before it is sent on.</summary>
/// <param name="Results">As in RFC 8601 §2.2, behind the authserv-id: <c>dkim=pass header.d=a.test; arc=none</c>, folded.</param>
/// <param name="Chain"><c>none</c>, <c>pass</c> or <c>fail</c>: RFC 8617 §4.4.</param>
public sealed record SignatureFindings(string Results, string Chain);

using Mail.Core;

namespace Mail.Transport;

/// <param name="Status">RFC 3463.</param>
/// <param name="Problem">For the report; <c>null</c> when it is none of its domain.</param>
internal sealed record TlsRefusal(string Status, string Reason, TlsProblem? Problem);

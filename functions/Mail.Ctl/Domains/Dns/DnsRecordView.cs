namespace Mail.Ctl;

/// <summary>One DNS record to set.</summary>
/// <param name="Name">The owner, without the final dot.</param>
/// <param name="Type"><c>MX</c>, <c>A</c>, <c>AAAA</c>, <c>PTR</c>, <c>SRV</c>, <c>CNAME</c> or <c>TXT</c>.</param>
/// <param name="Value">As it stands in a zone file (RFC 1035 §5); <c>null</c> when only the operator knows it.</param>
/// <param name="Note">What it is for.</param>
internal sealed record DnsRecordView(string Name, string Type, string? Value, string Note);

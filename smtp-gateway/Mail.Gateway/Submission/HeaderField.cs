namespace Mail.Gateway;

/// <summary>One field of a header as it came.</summary>
/// <param name="Name">Lower case, without what obsolete syntax allows in front of the colon (RFC 5322 §4.5).</param>
/// <param name="Octets">The whole field with its folding and its final CRLF.</param>
/// <param name="Value">Behind the colon, without the final CRLF.</param>
internal readonly record struct HeaderField(string Name, ReadOnlyMemory<byte> Octets, ReadOnlyMemory<byte> Value);

namespace Mail.Smtp;

/// <summary>What ties an exchange to its TLS connection (RFC 5056), so that it cannot be carried over to another by somebody in between.</summary>
/// <param name="Name"><c>tls-exporter</c> (RFC 9266) or <c>tls-server-end-point</c> (RFC 5929 §4).</param>
/// <param name="Data">The connection's own.</param>
public sealed record ChannelBinding(string Name, ReadOnlyMemory<byte> Data);

namespace Mail.Smtp;

/// <summary>What XCLIENT says of the client (Postfix's XCLIENT_README). What was not mentioned stays as it is.</summary>
/// <param name="Address">Canonical text of an IP address.</param>
/// <param name="HasName">NAME was mentioned; a <c>null</c> <paramref name="Name"/> is one that is not known.</param>
/// <param name="HasAddress">ADDR was mentioned; a <c>null</c> <paramref name="Address"/> is one that is not known.</param>
internal sealed record XClientRequest(bool HasName, string? Name, bool HasAddress, string? Address, string? Helo, bool? IsEsmtp);

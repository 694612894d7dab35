namespace Mail.Core;

/// <summary>
/// A row of the directory exists but cannot be used as it is: temporary, until the operator mends it. It concerns only those whose row it is,
/// so who serves many at once can go on with the others.
/// </summary>
public sealed class UnusableRowException(string message) : StorageUnavailableException(message);

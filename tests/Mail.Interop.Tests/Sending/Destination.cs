namespace Mail.Interop.Tests;

/// <summary>A domain whose mail goes to a port of this machine, if something listens there.</summary>
public sealed record Destination(string Domain, int Port);

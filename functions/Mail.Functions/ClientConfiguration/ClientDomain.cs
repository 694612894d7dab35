namespace Mail.Functions;

/// <summary>A domain of ours whose people use mail programs. A-labels.</summary>
/// <param name="Name">As it was asked for.</param>
/// <param name="LoginDomain">The domain of the addresses with which they log in: another one when <paramref name="Name"/> is an alias of it.</param>
public sealed record ClientDomain(string Name, string LoginDomain);

namespace Mail.Core;

/// <summary>How often one thing went wrong.</summary>
/// <param name="Host">The server's name; <c>null</c> when it did not come to a server.</param>
/// <param name="Address">The server's.</param>
/// <param name="Reason">In words, of the first time.</param>
public sealed record TlsFailureTally(TlsProblem Problem, string? Host, string? Address, string Reason, long Count)
{
    public bool IsSame(TlsFailureTally other) => (Problem, Host, Address) == (other.Problem, other.Host, other.Address);
}

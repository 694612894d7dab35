using System.Net;

namespace Mail.Authentication;

/// <summary>RFC 7208 §5. Prefix lengths are those of the two families.</summary>
internal abstract record SpfMechanism
{
    private SpfMechanism()
    {
    }

    public sealed record All : SpfMechanism;

    public sealed record Include(SpfMacroString Domain) : SpfMechanism;

    /// <param name="Domain"><c>null</c>: the domain whose record it is.</param>
    public sealed record A(SpfMacroString? Domain, int Prefix4, int Prefix6) : SpfMechanism;

    /// <param name="Domain"><c>null</c>: the domain whose record it is.</param>
    public sealed record Mx(SpfMacroString? Domain, int Prefix4, int Prefix6) : SpfMechanism;

    /// <param name="Domain"><c>null</c>: the domain whose record it is.</param>
    public sealed record Ptr(SpfMacroString? Domain) : SpfMechanism;

    /// <summary><c>ip4</c> or <c>ip6</c>.</summary>
    public sealed record Network(IPAddress Address, int Prefix) : SpfMechanism;

    public sealed record Exists(SpfMacroString Domain) : SpfMechanism;
}

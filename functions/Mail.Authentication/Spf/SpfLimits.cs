namespace Mail.Authentication;

/// <summary>What a record may cost us: RFC 7208 §4.6.4. A stranger writes it, and we ask the questions in it.</summary>
internal static class SpfLimits
{
    /// <summary>Terms that ask: <c>include</c>, <c>a</c>, <c>mx</c>, <c>ptr</c>, <c>exists</c>, <c>redirect</c>; over all records together.</summary>
    public const int MaxLookups = 10;

    /// <summary>Terms whose question has no answer.</summary>
    public const int MaxVoidLookups = 2;

    /// <summary>Hosts of one <c>mx</c>; more is an error.</summary>
    public const int MaxMailExchanges = 10;

    /// <summary>Names of the client that <c>ptr</c> and <c>%{p}</c> look at; more are ignored.</summary>
    public const int MaxReverseNames = 10;

    /// <summary>RFC 7208 §7.3: longer names lose labels from the left.</summary>
    public const int MaxDomain = 253;

    /// <summary>Characters that macros may unfold to before the name is cut. Real ones stay below 300; a TXT record of 64 KiB could ask for 4 M.</summary>
    public const int MaxExpansion = 16 * 1024;

    /// <summary>Characters of an explanation. It is meant for a reply of SMTP, whose line has 512 (RFC 5321 §4.5.3.1.5).</summary>
    public const int MaxExplanation = 1000;
}

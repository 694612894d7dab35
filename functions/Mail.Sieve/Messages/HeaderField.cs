namespace Mail.Sieve;

/// <summary>One field of a header.</summary>
public abstract class HeaderField
{
    /// <summary>As written in the message.</summary>
    public abstract string Name { get; }

    /// <summary>Unfolded (RFC 5322 §2.2.3), not decoded, without white space at its ends; octets that are no UTF-8 as <see cref="SieveText"/> has them.</summary>
    public abstract string RawValue { get; }

    /// <summary>As <see cref="RawValue"/>, encoded words decoded (RFC 2047, RFC 5228 §2.7.2).</summary>
    public abstract string Value { get; }

    /// <summary>The addresses in the field (RFC 5228 §5.1), each <c>local-part@domain</c>; members of groups count, broken ones are as they were written.</summary>
    public abstract IReadOnlyList<string> Addresses { get; }
}

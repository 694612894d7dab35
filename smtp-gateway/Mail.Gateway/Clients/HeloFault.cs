namespace Mail.Gateway;

/// <summary>What is wrong with the argument of HELO or EHLO; of several faults the first.</summary>
internal enum HeloFault
{
    None,

    /// <summary>Neither a host name nor an address literal (RFC 5321 §4.1.2, §4.1.3).</summary>
    Malformed,

    /// <summary>Our own name, from a stranger.</summary>
    OurName,

    /// <summary>The literal of an address that is not the client's.</summary>
    AnotherAddress,

    /// <summary>A bare IP address or a name without a dot: RFC 5321 §2.3.5 wants a full name.</summary>
    NotFullName,

    /// <summary>The name has neither address nor MX in the DNS.</summary>
    NotInDns,

    /// <summary>Nothing is known to be wrong, but the DNS did not answer, or who the client is is not known.</summary>
    Unavailable,
}

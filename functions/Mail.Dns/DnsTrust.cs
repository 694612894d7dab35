namespace Mail.Dns;

/// <summary>Which resolvers are believed when they say that they have verified an answer by DNSSEC (the AD bit, RFC 4035 §3.2.3).</summary>
public enum DnsTrust
{
    /// <summary>None.</summary>
    Nobody,

    /// <summary>Those on this machine, reached by a loopback address: nobody else can speak for them.</summary>
    Loopback,

    /// <summary>All that are asked: the operator says that nobody can change what is on the way, and that they verify.</summary>
    Anywhere,
}

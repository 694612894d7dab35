namespace Mail.Core;

public enum TransportKind
{
    /// <summary>To the servers that the destination's MX records name.</summary>
    Direct,

    /// <summary>To one server that takes everything.</summary>
    Smarthost,

    /// <summary>Nowhere: taken and forgotten, and counted as sent.</summary>
    Discard,

    /// <summary>Nowhere: returned to the sender with <see cref="Transport.Text"/>.</summary>
    Error,
}

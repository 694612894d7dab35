namespace Mail.Interop.Tests;

/// <summary>What comes of a message for which the sender wants every notice.</summary>
public enum SinkEnd
{
    /// <summary>It arrives unchanged, and its notices are the next server's to send.</summary>
    Relayed,

    /// <summary>As <see cref="Relayed"/>; the server knows no DSN, so we tell the sender: relayed.</summary>
    RelayedAndTold,

    /// <summary>As <see cref="Relayed"/>; what the server cannot take is encoded.</summary>
    Converted,

    ConvertedAndTold,

    /// <summary>It waits, and arrives once when the server is mended; nobody is told.</summary>
    Later,

    /// <summary>The sender gets it back.</summary>
    Returned,
}

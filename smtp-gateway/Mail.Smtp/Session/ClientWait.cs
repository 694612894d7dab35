namespace Mail.Smtp;

/// <summary>What a session waits for the client to do.</summary>
internal enum ClientWait
{
    /// <summary>Nothing: it is our turn.</summary>
    None,
    Input,

    /// <summary>To read our answers.</summary>
    Flush,

    /// <summary>To finish the TLS handshake that it asked for.</summary>
    Handshake,
}

namespace Mail.Testing.Smtp;

/// <summary>The other end of a dialog: a session in memory, or a connection to a real server.</summary>
public interface ISmtpDialogServer
{
    ValueTask SendAsync(ReadOnlyMemory<byte> octets);

    /// <summary>The next line without its CRLF; <c>null</c> when the server has closed the connection.</summary>
    /// <exception cref="TimeoutException">No line came within a time that is long for any test.</exception>
    ValueTask<string?> ReadLineAsync();

    /// <summary>Closes the client's side.</summary>
    ValueTask CloseAsync();

    /// <summary>Makes something happen around the session, for example <c>clock 5m</c>.</summary>
    ValueTask HappenAsync(string what);
}

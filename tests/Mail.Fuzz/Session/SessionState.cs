using System.Text;
using Mail.Smtp;

namespace Mail.Fuzz.Session;

/// <summary>A state of the session: what kind of session it is, and what the client has said before the input.</summary>
/// <param name="Name">In lower case with hyphens; the target is <c>session-NAME</c>.</param>
/// <param name="Prefix">Every line of it is answered as a client hopes. Characters are octets (ISO 8859-1).</param>
/// <param name="LastReply">The code of the last reply to the prefix; 0 where none is due yet.</param>
internal sealed record SessionState(string Name, string Prefix, int LastReply)
{
    /// <summary>Separates, in a state whose prefix ends with STARTTLS, what comes before the handshake from what comes behind it.</summary>
    public const byte HandshakeMark = 0xff;

    /// <summary>The connection is refused with it.</summary>
    public SmtpReply? Greeting { get; init; }

    public bool IsSubmission { get; init; }

    public bool HasTls { get; init; }

    /// <summary>TLS from the first octet.</summary>
    public bool IsSecured { get; init; }

    public bool MayImpersonate { get; init; }

    /// <summary>The input begins with the header of a proxy.</summary>
    public bool IsProxied { get; init; }

    public SmtpServerOptions Options { get; init; } = SessionStates.Patient;

    public bool IsSplit => Prefix.EndsWith("STARTTLS\r\n", StringComparison.Ordinal);

    public byte[] PrefixOctets { get; } = Encoding.Latin1.GetBytes(Prefix);
}

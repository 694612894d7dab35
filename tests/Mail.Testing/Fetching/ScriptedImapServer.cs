using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;

namespace Mail.Testing;

/// <summary>
/// A <see cref="ScriptedServer"/> of IMAP (RFC 9051) with one folder. Its commands are heard without their tags; in scripted answers, and in the usual ones, the tag
/// is written <c>{tag}</c>. Names of messages are numbers, or end in one.
/// </summary>
public sealed class ScriptedImapServer : ScriptedServer
{
    [SetsRequiredMembers]
    public ScriptedImapServer()
    {
        Greeting = "* OK IMAP ready";
        Capabilities = ["IMAP4rev1", "SASL-IR", "AUTH=PLAIN", "NAMESPACE", "UIDPLUS"];
    }

    public uint UidValidity { get; set; } = 7;

    protected override Task ServeAsync(TcpClient client, CancellationToken stop) => new ScriptedImapSession(this, client, stop).RunAsync();
}

using Mail.Core;
using Mail.Testing;

namespace Mail.Transport.Tests;

/// <summary>A scripted server of IMAP.</summary>
internal sealed class ImapWorld : RemoteWorld<ScriptedImapServer>
{
    public override RemoteAccount Account => AccountOf(RemoteProtocol.Imap, "imap.far.test");
}

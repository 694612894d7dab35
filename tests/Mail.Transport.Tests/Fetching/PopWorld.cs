using Mail.Core;
using Mail.Testing;

namespace Mail.Transport.Tests;

/// <summary>A scripted server of POP3.</summary>
internal sealed class PopWorld : RemoteWorld<ScriptedPopServer>
{
    public override RemoteAccount Account => AccountOf(RemoteProtocol.Pop3, "pop.far.test");
}

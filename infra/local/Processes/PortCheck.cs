using System.Net;
using System.Net.Sockets;
using Mail.Local.Settings;

namespace Mail.Local.Processes;

internal static class PortCheck
{
    // What an instance that was killed a moment ago had started may still be on its way out.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <exception cref="StartupException">Somebody listens on one of the ports; the message names it and the option to change.</exception>
    public static async Task RequireFreeAsync(
        IEnumerable<PortSetting> settings, IReadOnlyDictionary<PortSetting, int> ports, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        foreach (var setting in settings)
        {
            while (!IsFree(ports[setting]) && TimeProvider.System.GetElapsedTime(started) < Patience)
                await Task.Delay(Interval, cancellationToken);
            if (IsFree(ports[setting]))
                continue;
            var owner = PortOwner.Find(ports[setting]) is { } found ? $" by {found}" : "";
            throw new StartupException(
                $"port {ports[setting]} for {setting.Purpose} is taken{owner}. Stop that program, or choose another port with {setting.Name} (or {setting.Variable}).");
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

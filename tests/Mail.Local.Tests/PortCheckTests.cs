using System.Net;
using System.Net.Sockets;
using Mail.Local.Processes;
using Mail.Local.Settings;

namespace Mail.Local.Tests;

public class PortCheckTests
{
    [Fact]
    public async Task A_taken_port_is_named_with_its_owner_and_the_option_to_change()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        var failure = await Assert.ThrowsAsync<StartupException>(() => RequireFreeAsync(port));

        Assert.Contains($"port {port} for SMTP is taken", failure.Message, StringComparison.Ordinal);
        Assert.Contains("--smtp-port (or MAIL_SMTP_PORT)", failure.Message, StringComparison.Ordinal);
        if (OperatingSystem.IsLinux())
            Assert.Contains($"process {Environment.ProcessId}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_becomes_free_in_a_moment_is_waited_for()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var check = RequireFreeAsync(((IPEndPoint)listener.LocalEndpoint).Port);
        Assert.False(check.IsCompleted);

        listener.Stop();

        await check;
    }

    private static Task RequireFreeAsync(int port) => PortCheck.RequireFreeAsync(
        [PortSetting.Smtp], new Dictionary<PortSetting, int> { [PortSetting.Smtp] = port }, TestContext.Current.CancellationToken);
}

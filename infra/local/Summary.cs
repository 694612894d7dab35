using Mail.Local.Services;
using Mail.Local.Settings;

namespace Mail.Local;

/// <summary>What the user sees once everything works: what listens where, and a line to try.</summary>
internal sealed class Summary(LocalSettings settings, StateFolder state, Emulator emulator, DemoCertificate? certificate, bool reused)
{
    public void WriteTo(TextWriter output)
    {
        output.WriteLine();
        output.WriteLine("Mail.Cloud runs on this machine. Ctrl-C stops it.");
        output.WriteLine();
        foreach (var (name, value) in Rows())
            output.WriteLine($"  {name,-16}{value}");
        output.WriteLine();
        output.WriteLine("Try:");
        foreach (var line in LinesToTry())
            output.WriteLine($"  {line}");
        output.WriteLine();
        output.Flush();
    }

    private IEnumerable<(string Name, string Value)> Rows()
    {
        yield return ("SMTP", $"127.0.0.1:{Port(PortSetting.Smtp)}");
        yield return ("submission", $"127.0.0.1:{Port(PortSetting.Submission)} with STARTTLS, 127.0.0.1:{Port(PortSetting.Submissions)} TLS from the start");
        if (certificate is not null)
            yield return ("", $"(self-signed certificate: {Short(certificate.CertificateFile)})");
        yield return ("gateway health", $"http://127.0.0.1:{Port(PortSetting.Health)}/health/ready");
        yield return ("functions", $"http://127.0.0.1:{Port(PortSetting.Functions)}/api/health");
        yield return ("storage", $"127.0.0.1, blobs {Port(PortSetting.Blob)}, queues {Port(PortSetting.Queue)}, tables {Port(PortSetting.Table)}");
        yield return ("", reused ? "(the emulator that was running already; it stays)" : $"(Azurite, data in {Short(state.Azurite)})");
        yield return ("logs", Short(state.Log));
        if (settings.Demo)
            yield return ("accounts", $"{string.Join(", ", DemoData.Accounts)}; password {DemoData.Password}");
    }

    private IEnumerable<string> LinesToTry()
    {
        var recipient = settings.Demo ? DemoData.Accounts[0] : "somebody@your.domain";
        yield return $"swaks --server 127.0.0.1:{Port(PortSetting.Smtp)} --from x@sender.test --to {recipient} --header \"Subject: hi\" --body \"It works.\"";
        // mailctl's own default is an emulator on the default ports.
        var storage = emulator.HasDefaultPorts ? "" : $"MAIL_STORAGE='{emulator.ConnectionString}' ";
        yield return $"{storage}{Short(Programs.Mailctl)} mailbox list {recipient}";
    }

    private int Port(PortSetting setting) => settings.Ports[setting];

    /// <summary>Relative to the current folder where that is shorter to read: inside it.</summary>
    private static string Short(string path)
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }
}

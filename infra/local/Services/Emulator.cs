using System.Diagnostics;
using System.Globalization;
using Mail.Local.Processes;
using Mail.Local.Settings;

namespace Mail.Local.Services;

/// <summary>The storage emulator: one that listens already, else Azurite, started by infra/local/azurite/start.js.</summary>
internal sealed class Emulator(IReadOnlyDictionary<PortSetting, int> ports, HttpClient http)
{
    // Both from the Azurite documentation; every emulator has this account and key, they are no secret.
    private const string Account = "devstoreaccount1";
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private static readonly Dictionary<PortSetting, string> ServiceNames = new()
    {
        [PortSetting.Blob] = "Blob",
        [PortSetting.Queue] = "Queue",
        [PortSetting.Table] = "Table",
    };

    public bool HasDefaultPorts => PortSetting.OfEmulator.All(p => ports[p] == p.Default);

    /// <summary>Value for MAIL_STORAGE.</summary>
    public string ConnectionString =>
        $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};"
        + string.Concat(ServiceNames.Select(s => $"{s.Value}Endpoint=http://127.0.0.1:{ports[s.Key]}/{Account};"));

    /// <summary>True when blobs, queues and tables are served already; false when nobody listens there.</summary>
    /// <exception cref="StartupException">Something else listens, or only a part of an emulator.</exception>
    public async Task<bool> IsRunningAsync(CancellationToken cancellationToken)
    {
        var running = new List<PortSetting>();
        foreach (var port in PortSetting.OfEmulator)
        {
            if (await AnswersAsync(port, cancellationToken))
                running.Add(port);
        }

        // Names whoever has one of the remaining ports without being an emulator.
        await PortCheck.RequireFreeAsync(PortSetting.OfEmulator.Except(running), ports, cancellationToken);
        return running.Count switch
        {
            0 => false,
            3 => true,
            _ => throw new StartupException(
                $"a storage emulator listens on port {string.Join(" and ", running.Select(p => ports[p]))}, but not for blobs, queues and tables alike. "
                + "Start a whole one, or stop it and let Mail.Local start Azurite."),
        };
    }

    /// <summary>How to start Azurite, with its data in the given folder.</summary>
    public ServiceDefinition Define(string dataFolder) => new()
    {
        Name = "azurite",
        Command = () => new ProcessStartInfo("node")
        {
            ArgumentList =
            {
                Path.Combine(RepositoryRoot.Find(), "infra", "local", "azurite", "start.js"), "--location", dataFolder,
                "--blobPort", Text(PortSetting.Blob), "--queuePort", Text(PortSetting.Queue), "--tablePort", Text(PortSetting.Table),
            },
            Environment = { ["MAIL_STOP_ON_STDIN_END"] = "1" },
        },
        IsReadyAsync = async token =>
        {
            foreach (var port in PortSetting.OfEmulator)
            {
                if (!await AnswersAsync(port, token))
                    return false;
            }

            return true;
        },
        // The first start installs it; install.js gives up by itself within 5 min.
        StartTimeout = TimeSpan.FromMinutes(6),
    };

    /// <summary>
    /// An emulator refuses this request without credentials, but says who it is: <c>Server: Azurite-Blob/3.35.0</c>, or
    /// <c>Windows-Azure-Blob/1.0</c> from its predecessor.
    /// </summary>
    private async Task<bool> AnswersAsync(PortSetting port, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.GetAsync(new Uri($"http://127.0.0.1:{ports[port]}/{Account}?comp=list"), cancellationToken);
            return response.Headers.Server.ToString().Contains($"-{ServiceNames[port]}/", StringComparison.Ordinal);
        }
        catch (HttpRequestException)
        {
            return false;
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private string Text(PortSetting port) => ports[port].ToString(CultureInfo.InvariantCulture);
}

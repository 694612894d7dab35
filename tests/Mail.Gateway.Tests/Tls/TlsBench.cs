using Mail.Testing;

namespace Mail.Gateway.Tests;

/// <summary>A gateway with the certificate file of a folder of its own.</summary>
internal sealed class TlsBench : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = System.IO.Directory.CreateTempSubdirectory("gateway-tls-");

    private TlsBench()
    {
    }

    public GatewayBench Gateway { get; private set; } = null!;

    public string File => Path.Combine(_folder.FullName, "mx.pem");

    public static async Task<TlsBench> StartAsync(Func<GatewayOptions, GatewayOptions>? change = null, params string[] further)
    {
        using var certificate = TestCertificate.For(["mx.example.test"]);
        var bench = new TlsBench();
        bench.Write(certificate.WholePem);
        bench.Gateway = await GatewayBench.StartAsync(options =>
        {
            options = options with { TlsCertificate = string.Join(',', [bench.File, .. further]) };
            return change?.Invoke(options) ?? options;
        });
        return bench;
    }

    public void Write(string pem) => System.IO.File.WriteAllText(File, pem);

    public Task<SmtpDialog> ConnectAsync(string listener = "smtp") => SmtpDialog.ConnectAsync(Gateway.PortOf(listener));

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}

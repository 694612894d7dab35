using System.Text;
using Mail.Core;
using Microsoft.Extensions.Logging;

namespace Mail.Scanning;

/// <summary>Asks rspamd for a second opinion. What it finds are facts for our own filter; only what it would reject it may file or hold by itself.</summary>
public sealed class RspamdScanner(ISiteSettings settings, RspamdOptions options, TimeProvider time, ILogger<RspamdScanner> logger) : IContentScanner, IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        // Only the operator's address is asked, whatever is answered or set in the environment.
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        MaxResponseHeadersLength = 16,
        // RFC 6531 addresses, as rspamd reads them.
        RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
    })
    {
        // The setting's time counts.
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public string Name => "rspamd";

    public async ValueTask<ScanFinding?> ScanAsync(ScanRequest request, CancellationToken cancellationToken)
    {
        var site = await settings.GetAsync(cancellationToken);
        if (site.Rspamd is not { } address)
        {
            return null;
        }

        if (request.Content.Length > site.ScanMaxMegabytes * 1024L * 1024L)
        {
            return new ScanFinding.NotScanned($"larger than {site.ScanMaxMegabytes} MiB", site.UnscannedFor(site.RspamdFailure)) { Facts = ["rspamd:not-scanned"] };
        }

        var (result, problem) = await AskAsync(address, request, site.ScanTime, cancellationToken);
        if (result is not null)
        {
            return RspamdFindings.From(result, site.RspamdReject);
        }

        ScanningLog.Failed(logger, request.Envelope.QueueId, Name, problem);
        return new ScanFinding.Failed(problem, site.RspamdFailure == ScanFailureRule.Defer);
    }

    public void Dispose() => _http.Dispose();

    private async Task<(RspamdResult? Result, string Problem)> AskAsync(Uri address, ScanRequest request, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(limit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            using var question = RspamdRequest.Create(address, request, options.Password);
            using var answer = await _http.SendAsync(question, HttpCompletionOption.ResponseHeadersRead, both.Token);
            await using var body = await answer.Content.ReadAsStreamAsync(both.Token);
            return await RspamdResult.ReadAsync((int)answer.StatusCode, body, both.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, $"{RspamdAddress.Format(address)}: no answer within {SettingText.Time(limit)}");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return (null, $"{RspamdAddress.Format(address)}: {ScanText.Clean(e.Message)}");
        }
    }
}

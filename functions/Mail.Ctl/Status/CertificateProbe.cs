using System.Globalization;
using System.Text;

namespace Mail.Ctl;

/// <summary>Asks the gateway for its TLS certificates: <c>/health/tls</c>, beside its readiness.</summary>
internal static class CertificateProbe
{
    /// <summary>Bytes: a line for each certificate, of which a gateway has a few.</summary>
    private const int MaxAnswer = 64 * 1024;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    /// <param name="ready">The URL of the gateway's readiness.</param>
    public static async Task<TlsView> AskAsync(HttpMessageInvoker http, Uri ready, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Timeout);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(ready, "tls"));
            using var response = await http.SendAsync(request, limit.Token);
            await using var body = await response.Content.ReadAsStreamAsync(limit.Token);
            var octets = new byte[MaxAnswer];
            var length = await body.ReadAtLeastAsync(octets, MaxAnswer, throwOnEndOfStream: false, limit.Token);
            return Read(response.IsSuccessStatusCode, Encoding.UTF8.GetString(octets, 0, length));
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new TlsView(Ok: false, [], DaysLeft: null);
        }
    }

    internal static TlsView Read(bool isOk, string answer)
    {
        var lines = answer.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var days = lines.Select(DaysLeft).Min();
        return new TlsView(isOk && days is not < 0, lines, days);
    }

    /// <summary>The number in <c>FILE: NAMES: 42 days left</c>.</summary>
    private static int? DaysLeft(string line)
    {
        const string End = " days left";
        var number = line.EndsWith(End, StringComparison.Ordinal) ? line[(line.LastIndexOf(": ", StringComparison.Ordinal) + 2)..^End.Length] : "";
        return int.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var days) ? days : null;
    }
}

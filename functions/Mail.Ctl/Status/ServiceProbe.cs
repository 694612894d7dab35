using System.Net;

namespace Mail.Ctl;

/// <summary>Asks a process whether it is ready.</summary>
internal static class ServiceProbe
{
    /// <summary>A process that answers at all does so within milliseconds.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    public static async Task<ServiceView> AskAsync(HttpMessageInvoker http, Uri url, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Timeout);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            using var response = await http.SendAsync(request, limit.Token);
            return response.StatusCode == HttpStatusCode.OK
                ? new ServiceView(Ok: true, url.ToString(), "ready")
                : new ServiceView(Ok: false, url.ToString(), $"answers {(int)response.StatusCode}: running, but not ready");
        }
        catch (HttpRequestException e)
        {
            return new ServiceView(Ok: false, url.ToString(), $"does not answer: {e.Message}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ServiceView(Ok: false, url.ToString(), $"does not answer within {Timeout.TotalSeconds} s");
        }
    }
}

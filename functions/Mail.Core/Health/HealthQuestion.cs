namespace Mail.Core;

/// <summary>Asks a process on this machine whether it is well: what a container's health check does, in an image without a shell.</summary>
public static class HealthQuestion
{
    // Docker's own limit for a health check is 30 s by default; an answer of storage takes 5.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <returns>Whether the answer was 200, and its first line, or why there was none.</returns>
    public static async Task<(bool IsWell, string Words)> AskAsync(Uri url, CancellationToken cancellationToken)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = Patience, MaxResponseContentBufferSize = 64 * 1024 };
        try
        {
            using var answer = await client.GetAsync(url, cancellationToken);
            var words = await answer.Content.ReadAsStringAsync(cancellationToken);
            return (answer.IsSuccessStatusCode, words.Split('\n', 2)[0].Trim());
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return (false, $"no answer from {url}: {e.Message}");
        }
    }
}

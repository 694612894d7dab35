using System.Net;

namespace Mail.Gateway;

/// <summary>
/// <c>GET /health/live</c>: 200 while the process runs. <c>GET /health/ready</c>: 200 when new messages can be accepted, 503 otherwise with the
/// reason in a line of plain text. <c>GET /health/tls</c>: the TLS certificates and their days left, a line each; 503 when there should be one and is
/// none.
/// </summary>
internal sealed class HealthEndpoint(SpoolHealth spool, Certificates certificates, IHostApplicationLifetime lifetime)
{
    /// <summary>Where this machine asks whether a gateway with such settings is ready.</summary>
    public static Uri UrlOf(GatewayOptions options)
    {
        var isAny = options.HealthListen.Equals(IPAddress.Any) || options.HealthListen.Equals(IPAddress.IPv6Any);
        return new Uri($"http://{new IPEndPoint(isAny ? IPAddress.Loopback : options.HealthListen, options.HealthPort)}/health/ready");
    }

    public async Task HandleAsync(HttpContext context)
    {
        var isQuestion = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);
        var (status, text) = context.Request.Path.Value switch
        {
            _ when !isQuestion => (StatusCodes.Status405MethodNotAllowed, "GET only"),
            "/health/live" => (StatusCodes.Status200OK, "live"),
            "/health/ready" => await ReadyAsync(context.RequestAborted),
            "/health/tls" => Tls(),
            _ => (StatusCodes.Status404NotFound, "try /health/live, /health/ready or /health/tls"),
        };
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.WriteAsync(text + "\n", context.RequestAborted);
        }
    }

    private (int Status, string Text) Tls() => certificates switch
    {
        { AreConfigured: false } => (StatusCodes.Status200OK, "no certificate is configured"),
        { IsAvailable: false } => (StatusCodes.Status503ServiceUnavailable, certificates.Describe()),
        _ => (StatusCodes.Status200OK, certificates.Describe()),
    };

    private async Task<(int Status, string Text)> ReadyAsync(CancellationToken cancellationToken)
    {
        // Kestrel opens its listeners one after the other; until all are, the application has not started.
        var problem = lifetime switch
        {
            { ApplicationStopping.IsCancellationRequested: true } => "stopping: messages that are arriving are finished, no new sessions",
            { ApplicationStarted.IsCancellationRequested: false } => "starting",
            _ => await spool.FindProblemAsync(cancellationToken),
        };
        return problem is null ? (StatusCodes.Status200OK, "ready") : (StatusCodes.Status503ServiceUnavailable, "not ready: " + problem);
    }
}

using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mail.Functions;

/// <summary>
/// The small part of the Functions host's admin interface that tests and tools use, standalone only: what runs here, and running a function
/// now. Open to this machine only, and not to a browser on it.
/// </summary>
public sealed class AdminEndpoints(FunctionRegistry functions, FunctionInvoker invoker)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        var admin = routes.MapGroup("/admin").AddEndpointFilter(async (context, next) =>
            IsLocal(context.HttpContext) ? await next(context) : Refuse(StatusCodes.Status403Forbidden, "only from this machine, and not through a proxy or a browser"));
        admin.MapGet("/host/status", () => Results.Json(Status(), AdminContext.Default.HostStatus));
        admin.MapPost("/functions/{function}", RunAsync);
    }

    /// <summary>
    /// A browser sends Origin, and Sec-Fetch-Site, with what pages do; a name in Host that is not ours is a page's way around the same-origin
    /// rule (DNS rebinding).
    /// </summary>
    private static bool IsLocal(HttpContext context)
    {
        var request = context.Request;
        var isFromHere = context.Connection.RemoteIpAddress is { } remote && IPAddress.IsLoopback(remote);
        var isNamedLocal = request.Host.Host is "localhost"
            || (IPAddress.TryParse(request.Host.Host.Trim('[', ']'), out var name) && IPAddress.IsLoopback(name));
        string[] signsOfOthers = ["Origin", "Sec-Fetch-Site", "Forwarded", "X-Forwarded-For"];
        return isFromHere && isNamedLocal && !signsOfOthers.Any(request.Headers.ContainsKey);
    }

    private HostStatus Status() => new(
        "Running",
        typeof(AdminEndpoints).Assembly.GetName().Version?.ToString(3) ?? "",
        [.. functions.Definitions.Select(definition => definition.Name)]);

    /// <summary>Runs a queue or timer function and waits for it. A queue function gets the input as its message, without a queue behind it.</summary>
    private async Task<IResult> RunAsync(string function, HttpContext context)
    {
        if (functions.Find(function) is not { } definition || definition is FunctionDefinition.Http)
        {
            return Refuse(StatusCodes.Status404NotFound, $"there is no queue or timer function {function}");
        }

        var (request, error) = await ReadAsync(context);
        if (request is null)
        {
            return Refuse(StatusCodes.Status400BadRequest, $"expected {{\"input\":\"…\"}}: {error}");
        }

        Trigger trigger = definition is FunctionDefinition.Queue
            ? new Trigger.Queue(request.Input ?? "", DequeueCount: null)
            : new Trigger.Timer(IsPastDue: false, Status: null);
        var outcome = await invoker.InvokeAsync(definition, new FunctionInvocation(context.TraceIdentifier, trigger), CancellationToken.None);
        return outcome is InvocationOutcome.Done
            // 202 is what the Functions host answers; it does so before the run, we after it.
            ? Results.Json(new RunAnswer(outcome.Detail), AdminContext.Default.RunAnswer, statusCode: StatusCodes.Status202Accepted)
            : Refuse(StatusCodes.Status500InternalServerError, outcome.Detail);
    }

    private static async Task<(RunRequest? Request, string Error)> ReadAsync(HttpContext context)
    {
        try
        {
            var request = await JsonSerializer.DeserializeAsync(context.Request.Body, AdminContext.Default.RunRequest, context.RequestAborted);
            return (request, "null is no object");
        }
        catch (Exception e) when (e is JsonException or BadHttpRequestException)
        {
            return (null, e.Message);
        }
    }

    private static IResult Refuse(int status, string reason) =>
        Results.Json(new InvocationAnswer.Error(reason), InvocationAnswerContext.Default.Error, statusCode: status);

    internal sealed record HostStatus(string State, string Version, IReadOnlyList<string> Functions);

    internal sealed record RunRequest(string? Input);

    internal sealed record RunAnswer(string Detail);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(AdminEndpoints.HostStatus))]
[JsonSerializable(typeof(AdminEndpoints.RunRequest))]
[JsonSerializable(typeof(AdminEndpoints.RunAnswer))]
internal sealed partial class AdminContext : JsonSerializerContext;

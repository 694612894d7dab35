using Microsoft.AspNetCore.Http.Features;

namespace Mail.Functions;

/// <summary>Answers the Functions host: <c>GET /</c> while it waits for us to be ready, and <c>POST /&lt;Function&gt;</c> for each invocation.</summary>
public sealed class CustomHandlerEndpoints(FunctionRegistry functions, FunctionInvoker invoker, ILogger<CustomHandlerEndpoints> logger)
{
    /// <summary>Bytes: a queue message has at most 64 KiB; escaped twice, and with its metadata, it stays far below.</summary>
    internal const int MaxBody = 1024 * 1024;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", () => Results.Text("Mail.Functions is ready.\n"));
        routes.MapPost("/{function}", InvokeAsync);
        routes.MapFallback(context =>
            InvocationAnswer.ErrorAsync(context, StatusCodes.Status404NotFound, $"nothing answers {context.Request.Method} {context.Request.Path}"));
    }

    private async Task InvokeAsync(HttpContext context, string function)
    {
        var definition = functions.Find(function);
        if (definition is null or FunctionDefinition.Http)
        {
            var reason = definition is null ? "there is no function of that name" : "this function is called at its own path";
            await RefuseAsync(context, StatusCodes.Status404NotFound, $"{function}: {reason}");
            return;
        }

        if (await ReadBodyAsync(context) is not { } body)
        {
            return;
        }

        if (!TryRead(definition, body, out var trigger, out var error))
        {
            // 500 and not 400 so that it looks the same as any failure: the host counts it and moves the message to the poison queue.
            await RefuseAsync(context, StatusCodes.Status500InternalServerError, $"{function}: {error}");
            return;
        }

        var headers = context.Request.Headers;
        var invocation = new FunctionInvocation(
            headers["X-Azure-Functions-InvocationId"].FirstOrDefault() ?? context.TraceIdentifier, trigger, headers.TraceParent);
        // Not bound to the connection: should the host let go of it, the work is still worth finishing, and may be repeated.
        await InvocationAnswer.WriteAsync(context, await invoker.InvokeAsync(definition, invocation, CancellationToken.None));
    }

    /// <summary>The whole body, chunked or not; <c>null</c> once a refusal is written.</summary>
    private async Task<byte[]?> ReadBodyAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaxBody;
        }

        try
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            return body.ToArray();
        }
        catch (BadHttpRequestException e)
        {
            await RefuseAsync(context, e.StatusCode, e.Message);
            return null;
        }
    }

    private static bool TryRead(FunctionDefinition definition, byte[] body, out Trigger trigger, out string? error)
    {
        switch (definition)
        {
            case FunctionDefinition.Queue queue:
                var isMessage = InvocationRequest.TryReadQueue(body, queue.Binding, out var message, out error);
                trigger = message!;
                return isMessage;
            case FunctionDefinition.Timer timer:
                var isSchedule = InvocationRequest.TryReadTimer(body, timer.Binding, out var schedule, out error);
                trigger = schedule!;
                return isSchedule;
            default:
                throw new InvalidOperationException($"{definition.Name} is not called this way.");
        }
    }

    private Task RefuseAsync(HttpContext context, int status, string reason)
    {
        FunctionsLog.CallRefused(logger, context.Request.Path, reason);
        return InvocationAnswer.ErrorAsync(context, status, reason);
    }
}

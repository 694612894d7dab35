using System.Text.Json.Serialization;

namespace Mail.Functions;

/// <summary>
/// The answers that the Functions host understands. It is never left with an empty body, 204 or <c>null</c>: it would wait for
/// functionTimeout and then kill the process.
/// </summary>
internal static class InvocationAnswer
{
    private const string ContentType = "application/json";

    public static Task WriteAsync(HttpContext context, InvocationOutcome outcome) => outcome is InvocationOutcome.Done
        ? DoneAsync(context, outcome.Detail)
        : ErrorAsync(context, StatusCodes.Status500InternalServerError, outcome.Detail);

    public static Task ErrorAsync(HttpContext context, int status, string error)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(new Error(error), InvocationAnswerContext.Default.Error, ContentType, CancellationToken.None);
    }

    private static Task DoneAsync(HttpContext context, string detail) => context.Response.WriteAsJsonAsync(
        new Answer([], [detail], null), InvocationAnswerContext.Default.Answer, ContentType, CancellationToken.None);

    /// <param name="Outputs">Always empty: we write with the storage SDK, because the host decodes strings that happen to be base 64.</param>
    /// <param name="Logs">Lines for the log of the invocation.</param>
    internal sealed record Answer(Dictionary<string, string> Outputs, IReadOnlyList<string> Logs, string? ReturnValue);

    internal sealed record Error([property: JsonPropertyName("error")] string Text);
}

[JsonSerializable(typeof(InvocationAnswer.Answer))]
[JsonSerializable(typeof(InvocationAnswer.Error))]
internal sealed partial class InvocationAnswerContext : JsonSerializerContext;

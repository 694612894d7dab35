using Mail.Core;

namespace Mail.Functions;

/// <summary>What is answered when there is no document. Nothing of the request is repeated.</summary>
internal static class ClientAnswer
{
    /// <summary>Longer than an outage of the directory mostly lasts; mail programs give up anyway, and ask again when their user does.</summary>
    private const string RetryAfterSeconds = "60";

    public static IResult Unknown() => Text("No mail service for this domain here.", StatusCodes.Status404NotFound);

    public static IResult Bad(string reason) => Text(reason, StatusCodes.Status400BadRequest);

    public static IResult TooLarge() => Text("The request is too large.", StatusCodes.Status413PayloadTooLarge);

    /// <summary>Sends the answer, or 503 while the directory cannot be asked: never "unknown" instead.</summary>
    public static RequestDelegate For(Func<HttpContext, Task<IResult>> answer) => async context =>
    {
        IResult result;
        try
        {
            result = await answer(context);
        }
        catch (StorageUnavailableException)
        {
            // Logged where the storage is read.
            context.Response.Headers.RetryAfter = RetryAfterSeconds;
            result = Text("Not available now.", StatusCodes.Status503ServiceUnavailable);
        }

        await result.ExecuteAsync(context);
    };

    private static IResult Text(string text, int status) => Results.Text(text + "\n", statusCode: status);
}

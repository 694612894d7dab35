using System.Text.Json.Serialization;

namespace Mail.Functions;

/// <summary>Function Api: what is below <c>/api</c>, called by the Functions host with the caller's own request, or directly when standalone.</summary>
public sealed class ApiEndpoints(StorageProbe probe, ProcessSettings settings) : IHttpFunction
{
    public string Name => "Api";

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/health", HealthAsync);

    /// <summary>200 when all of the storage answers, 503 otherwise. The reasons are in the log: anybody may ask here.</summary>
    private async Task<IResult> HealthAsync(CancellationToken cancellationToken)
    {
        var parts = await probe.LookAsync(cancellationToken);
        var missing = parts.Where(part => !part.Value).Select(part => part.Key).ToList();
        var health = new Health(
            missing.Count == 0 ? "ok" : "unavailable",
            missing.Count == 0 ? null : $"storage does not answer: {string.Join(", ", missing)}",
            settings.IsUnderHost ? "customHandler" : "standalone",
            parts.ToDictionary(part => part.Key, part => part.Value ? "ok" : "unreachable"));
        return Results.Json(
            health,
            ApiContext.Default.Health,
            statusCode: missing.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    internal sealed record Health(string Status, string? Reason, string Mode, IReadOnlyDictionary<string, string> Storage);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ApiEndpoints.Health))]
internal sealed partial class ApiContext : JsonSerializerContext;

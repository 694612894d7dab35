using System.Globalization;
using System.Text.Json;

namespace Mail.Ctl;

/// <summary>Whether the subscription lets the edge's machines be made: asks <c>az</c>, which has its own log-in.</summary>
/// <param name="runAsync">Runs <c>az</c> with arguments; gives exit code and output, or <c>null</c> when there is no such program.</param>
internal sealed class QuotaProbe(Func<string[], CancellationToken, Task<(int ExitCode, string Output)?>> runAsync)
{
    /// <summary>Two machines of two cores, as infra/main.bicep makes them by default.</summary>
    private const int Cores = 4;

    public async Task<IReadOnlyList<DeployFindingView>> AskAsync(string location, CancellationToken cancellationToken) =>
    [
        await AskAsync("cores", location, ["vm", "list-usage"], "cores", Cores, cancellationToken),
        await AskAsync("cores of series Bsv2", location, ["vm", "list-usage"], "standardBsv2Family", Cores, cancellationToken),
        await AskAsync("public addresses", location, ["network", "list-usages"], "StandardSkuPublicIpAddresses", 1, cancellationToken),
    ];

    private async Task<DeployFindingView> AskAsync(string what, string location, string[] command, string name, int needed, CancellationToken cancellationToken)
    {
        var subject = $"{what} in {location}";
        if (await runAsync([.. command, "--location", location, "--output", "json"], cancellationToken) is not { } answer)
        {
            return DeployFindingView.Unknown("quota", subject, "az is not installed; it is asked for quotas");
        }

        if (answer.ExitCode != 0)
        {
            return DeployFindingView.Unknown("quota", subject, $"az gives no answer: {answer.Output.Trim().Split('\n')[0]}");
        }

        return Free(answer.Output, name) is not { } free
            ? DeployFindingView.Unknown("quota", subject, $"az does not tell of {name}")
            : free >= needed
                ? DeployFindingView.Right("quota", subject, string.Create(CultureInfo.InvariantCulture, $"{free} free, {needed} needed for a new edge"))
                : DeployFindingView.Wrong(
                    "quota", subject, string.Create(CultureInfo.InvariantCulture, $"{free} free, {needed} needed for a new edge: ask for more in the portal (Quotas), or take another vmSize or location"));
    }

    /// <summary>Reads <c>[{"currentValue":…,"limit":…,"name":{"value":…}}]</c>, in which az gives numbers as numbers or as strings.</summary>
    private static long? Free(string json, string name)
    {
        try
        {
            using var usages = JsonDocument.Parse(json);
            foreach (var usage in usages.RootElement.EnumerateArray())
            {
                if (string.Equals(usage.GetProperty("name").GetProperty("value").GetString(), name, StringComparison.OrdinalIgnoreCase))
                {
                    return Number(usage.GetProperty("limit")) - Number(usage.GetProperty("currentValue"));
                }
            }

            return null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return null;
        }
    }

    private static long Number(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? long.Parse(value.GetString()!, CultureInfo.InvariantCulture) : value.GetInt64();
}

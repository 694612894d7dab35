using System.Globalization;

namespace Mail.Functions;

/// <summary>
/// What we use of <c>host.json</c>. As under the Functions host, a value can be overridden by an environment variable, for example
/// <c>AzureFunctionsJobHost__extensions__queues__batchSize=4</c>.
/// </summary>
public sealed record HostJson
{
    public const string FileName = "host.json";
    private const string OverridePrefix = "AzureFunctionsJobHost__";

    /// <summary>How long one invocation may take before the Functions host kills the process; <c>null</c> (-1 in the file) is without limit.</summary>
    public required TimeSpan? FunctionTimeout { get; init; }

    public required QueuesOptions Queues { get; init; }

    /// <exception cref="ConfigurationException">The file is missing or a value cannot be used.</exception>
    public static HostJson Load(string appRoot)
    {
        var path = Path.Combine(appRoot, FileName);
        try
        {
            var values = new ConfigurationBuilder()
                .AddJsonFile(path, optional: false, reloadOnChange: false)
                .AddEnvironmentVariables(OverridePrefix)
                .Build();
            return Read(values);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw new ConfigurationException($"{path} cannot be read: {e.GetBaseException().Message}", e);
        }
    }

    internal static HostJson Read(IConfiguration values)
    {
        var version = values["version"];
        if (version != "2.0")
        {
            throw new ConfigurationException($"host.json: version is '{version}', expected 2.0.");
        }

        return new HostJson
        {
            FunctionTimeout = ReadTimeout(values["functionTimeout"]),
            Queues = QueuesOptions.Read(values.GetSection("extensions:queues")),
        };
    }

    private static TimeSpan? ReadTimeout(string? text)
    {
        // The Functions host: 30 minutes unless the plan says less; -1 is unlimited.
        if (text is null or "-1")
        {
            return text is null ? TimeSpan.FromMinutes(30) : null;
        }

        return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var timeout) && timeout >= TimeSpan.FromSeconds(1)
            ? timeout
            : throw new ConfigurationException($"host.json: functionTimeout is '{text}', expected a time of at least 00:00:01, or -1.");
    }
}

using System.Globalization;

namespace Mail.Functions;

/// <summary>Section <c>extensions.queues</c> of <c>host.json</c>, with the names, defaults and bounds of the Functions host's storage queue extension.</summary>
public sealed record QueuesOptions
{
    /// <summary>How many messages one receive asks for, 1 to 32.</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>Once no more than this many are running, the next batch is fetched. Default: half a batch per core.</summary>
    public int NewBatchThreshold { get; init; } = 8 * Environment.ProcessorCount;

    /// <summary>How long a message is hidden after its handler failed.</summary>
    public TimeSpan VisibilityTimeout { get; init; } = TimeSpan.Zero;

    /// <summary>A message that fails having been received this often goes to the poison queue.</summary>
    public int MaxDequeueCount { get; init; } = 5;

    /// <summary>The longest pause between two looks at an empty queue, at least 100 ms.</summary>
    public TimeSpan MaxPollingInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <exception cref="ConfigurationException">A value is not of its kind or out of bounds.</exception>
    internal static QueuesOptions Read(IConfigurationSection section)
    {
        var defaults = new QueuesOptions();
        var encoding = section["messageEncoding"] ?? "base64";
        if (!encoding.Equals("base64", StringComparison.OrdinalIgnoreCase))
        {
            throw new ConfigurationException(
                $"host.json: extensions.queues.messageEncoding is '{encoding}', expected base64: that is how all our queues are written.");
        }

        return new QueuesOptions
        {
            BatchSize = Number(section, "batchSize", 1, 32, defaults.BatchSize),
            NewBatchThreshold = Number(section, "newBatchThreshold", 0, 1000, defaults.NewBatchThreshold),
            VisibilityTimeout = Time(section, "visibilityTimeout", TimeSpan.Zero, TimeSpan.FromDays(7), defaults.VisibilityTimeout),
            MaxDequeueCount = Number(section, "maxDequeueCount", 1, 1000, defaults.MaxDequeueCount),
            MaxPollingInterval = Time(section, "maxPollingInterval", PollingInterval.Shortest, TimeSpan.FromHours(1), defaults.MaxPollingInterval),
        };
    }

    private static int Number(IConfigurationSection section, string name, int min, int max, int otherwise)
    {
        var text = section[name];
        if (text is null)
        {
            return otherwise;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max
            ? value
            : throw new ConfigurationException($"host.json: extensions.queues.{name} is '{text}', expected a number from {min} to {max}.");
    }

    private static TimeSpan Time(IConfigurationSection section, string name, TimeSpan min, TimeSpan max, TimeSpan otherwise)
    {
        var text = section[name];
        if (text is null)
        {
            return otherwise;
        }

        return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max
            ? value
            : throw new ConfigurationException($"host.json: extensions.queues.{name} is '{text}', expected a time from {min} to {max}, as 00:00:10.");
    }
}

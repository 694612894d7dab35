using System.Text.Json;
using System.Text.RegularExpressions;
using Cronos;
using Mail.Azure;
using Mail.Core;

namespace Mail.Functions;

/// <summary>Reads the <c>&lt;Function&gt;/function.json</c> files below the app root: the same files that the Functions host reads.</summary>
public static partial class FunctionDefinitions
{
    public const string FileName = "function.json";

    /// <summary>
    /// <c>OutboundServiceBus</c> is <c>Outbound</c> on the other queue. The Functions host knows a trigger only by its folder; which of the two is in
    /// force MAIL_OUTBOUND_QUEUE says, and the other is taken as disabled.
    /// </summary>
    private const string ServiceBusSuffix = "ServiceBus";

    /// <param name="settings">Values for <c>%NAME%</c>, and <c>AzureWebJobs.&lt;Function&gt;.Disabled</c> (also with underscores).</param>
    /// <exception cref="ConfigurationException">A file cannot be read or asks for something that we do not have.</exception>
    public static IReadOnlyList<FunctionDefinition> Load(string appRoot, IConfiguration settings)
    {
        var definitions = new List<FunctionDefinition>();
        foreach (var folder in Directory.EnumerateDirectories(appRoot).Order(StringComparer.Ordinal))
        {
            var path = Path.Combine(folder, FileName);
            if (File.Exists(path) && ReadFile(path, Path.GetFileName(folder), settings) is { } definition)
            {
                definitions.Add(definition);
            }
        }

        return definitions;
    }

    private static FunctionDefinition? ReadFile(string path, string name, IConfiguration settings)
    {
        try
        {
            return Read(name, File.ReadAllText(path), settings);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or ConfigurationException)
        {
            throw new ConfigurationException($"{path}: {e.Message}", e);
        }
    }

    /// <summary>The function; <c>null</c> when it is disabled.</summary>
    internal static FunctionDefinition? Read(string name, string json, IConfiguration settings)
    {
        var function = FunctionJson.Parse(json);
        if (function.Disabled || IsTrue(settings[$"AzureWebJobs.{name}.Disabled"]) || IsTrue(settings[$"AzureWebJobs_{name}_Disabled"]))
        {
            return null;
        }

        var triggers = (function.Bindings ?? [])
            .Where(binding => binding.Type?.EndsWith("Trigger", StringComparison.OrdinalIgnoreCase) == true)
            .ToList();
        return triggers is [var trigger]
            ? Chosen(ToDefinition(name, trigger, settings), settings)
            : throw new ConfigurationException($"has {triggers.Count} triggers, expected one.");
    }

    private static FunctionDefinition ToDefinition(string name, FunctionJson.Binding trigger, IConfiguration settings)
    {
        var type = trigger.Type ?? "";
        if (type.Equals("queueTrigger", StringComparison.OrdinalIgnoreCase))
        {
            return new FunctionDefinition.Queue(name, Required(trigger.Name, "name"), Expand(Required(trigger.QueueName, "queueName"), settings));
        }

        if (type.Equals("serviceBusTrigger", StringComparison.OrdinalIgnoreCase))
        {
            return ToServiceBus(name, trigger, settings);
        }

        if (type.Equals("timerTrigger", StringComparison.OrdinalIgnoreCase))
        {
            return new FunctionDefinition.Timer(
                name,
                Required(trigger.Name, "name"),
                ParseSchedule(Expand(Required(trigger.Schedule, "schedule"), settings)),
                trigger.RunOnStartup,
                UseMonitor: trigger.UseMonitor ?? true);
        }

        return type.Equals("httpTrigger", StringComparison.OrdinalIgnoreCase)
            ? new FunctionDefinition.Http(name)
            : throw new ConfigurationException($"trigger type '{type}' is not known, expected queueTrigger, serviceBusTrigger, timerTrigger or httpTrigger.");
    }

    private static FunctionDefinition? Chosen(FunctionDefinition definition, IConfiguration settings)
    {
        if (definition is not FunctionDefinition.Queue { QueueName: QueueNames.Outbound } queue)
        {
            return definition;
        }

        var isForServiceBus = queue.Code != queue.Name;
        return isForServiceBus == (settings[ServiceBusOptions.ChoiceVariable]?.Trim() == "servicebus") ? definition : null;
    }

    /// <summary>The standalone engine asks for the queue by its name, wherever it is; only <c>outbound</c> can be on Service Bus.</summary>
    private static FunctionDefinition.Queue ToServiceBus(string name, FunctionJson.Binding trigger, IConfiguration settings)
    {
        var queueName = Expand(Required(trigger.QueueName, "queueName"), settings);
        return queueName == QueueNames.Outbound && name.EndsWith(ServiceBusSuffix, StringComparison.Ordinal)
            ? new FunctionDefinition.Queue(name, Required(trigger.Name, "name"), queueName) { Code = name[..^ServiceBusSuffix.Length] }
            : throw new ConfigurationException(
                $"a serviceBusTrigger is for queue {QueueNames.Outbound}, in a folder whose name ends in {ServiceBusSuffix}.");
    }

    private static CronExpression ParseSchedule(string schedule)
    {
        try
        {
            return CronExpression.Parse(schedule, CronFormat.IncludeSeconds);
        }
        catch (CronFormatException e)
        {
            throw new ConfigurationException(
                $"schedule '{schedule}' cannot be read ({e.Message}), expected six fields: second minute hour day month weekday.", e);
        }
    }

    private static string Required(string? value, string property) =>
        string.IsNullOrWhiteSpace(value) ? throw new ConfigurationException($"the trigger has no {property}.") : value;

    private static string Expand(string value, IConfiguration settings) =>
        SettingName().Replace(value, match =>
            settings[match.Groups[1].Value] ?? throw new ConfigurationException($"the setting {match.Value} is not set."));

    private static bool IsTrue(string? value) => value is "1" || string.Equals(value, "true", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex("%([^%]+)%")]
    private static partial Regex SettingName();
}

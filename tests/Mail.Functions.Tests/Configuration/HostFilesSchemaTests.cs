using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Mail.Functions.Tests;

/// <summary>
/// host.json and every function.json have what the Functions host knows, in its types and ranges, and nothing else: a misspelt property is not refused by the host, but silently
/// has no effect.
/// </summary>
public sealed partial class HostFilesSchemaTests
{
    private const string LogLevel = "logging.logLevel.";

    // What the host and its extensions read, by path; the value says of what kind it is.
    private static readonly Dictionary<string, Func<JsonElement, bool>> Host = new()
    {
        ["version"] = value => value.ValueEquals("2.0"),
        ["extensionBundle.id"] = value => value.ValueEquals("Microsoft.Azure.Functions.ExtensionBundle"),
        ["extensionBundle.version"] = value => VersionRange().IsMatch(value.GetString()!),
        ["customHandler.description.defaultExecutablePath"] = IsText,
        ["customHandler.description.workingDirectory"] = IsText,
        ["customHandler.description.arguments"] = value => value.EnumerateArray().All(IsText),
        ["customHandler.enableForwardingHttpRequest"] = IsTruth,
        // Flex Consumption knows no upper limit; below a second nothing would be done.
        ["functionTimeout"] = value => IsTime(value, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)),
        ["extensions.http.routePrefix"] = IsText,
        ["extensions.queues.batchSize"] = value => IsNumber(value, 1, 32),
        ["extensions.queues.newBatchThreshold"] = value => IsNumber(value, 0, 1000),
        ["extensions.queues.maxDequeueCount"] = value => IsNumber(value, 1, 100),
        ["extensions.queues.maxPollingInterval"] = value => IsTime(value, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1)),
        ["extensions.queues.visibilityTimeout"] = value => IsTime(value, TimeSpan.Zero, TimeSpan.FromDays(7)),
        ["extensions.queues.messageEncoding"] = value => value.GetString() is "base64" or "none",
        ["extensions.serviceBus.maxConcurrentCalls"] = value => IsNumber(value, 1, 1000),
        ["extensions.serviceBus.maxAutoLockRenewalDuration"] = value => IsTime(value, TimeSpan.Zero, TimeSpan.FromHours(1)),
        ["extensions.serviceBus.prefetchCount"] = value => IsNumber(value, 0, 1000),
        ["concurrency.dynamicConcurrencyEnabled"] = IsTruth,
        [LogLevel] = value => value.GetString() is "Trace" or "Debug" or "Information" or "Warning" or "Error" or "Critical" or "None",
        ["logging.applicationInsights.samplingSettings.isEnabled"] = IsTruth,
        ["logging.applicationInsights.samplingSettings.excludedTypes"] = value => value.GetString()!.Split(';').All(type => type is "Request" or "Exception" or "Event" or "Trace" or "Dependency"),
    };

    // Of each binding, by its type: what it has to have, and what it may.
    private static readonly Dictionary<string, (string[] Needs, string[] May)> Bindings = new()
    {
        ["queueTrigger"] = (["queueName", "connection"], []),
        ["serviceBusTrigger"] = (["queueName", "connection"], ["isSessionsEnabled", "autoComplete"]),
        ["timerTrigger"] = (["schedule"], ["useMonitor", "runOnStartup"]),
        ["httpTrigger"] = (["authLevel", "methods", "route"], []),
        ["http"] = ([], []),
    };

    public static TheoryData<string> Functions =>
        [.. Directory.EnumerateFiles(FunctionsProcess.Folder, FunctionDefinitions.FileName, SearchOption.AllDirectories).Select(file => Path.GetRelativePath(FunctionsProcess.Folder, file))];

    [Fact]
    public void Host_json_has_nothing_that_the_host_does_not_know()
    {
        using var host = JsonDocument.Parse(File.ReadAllText(Path.Combine(FunctionsProcess.Folder, HostJson.FileName)));

        foreach (var (path, value) in Leaves(host.RootElement, ""))
        {
            // Below it are names of categories, which have dots of their own.
            var rule = Host.GetValueOrDefault(path.StartsWith(LogLevel, StringComparison.Ordinal) ? LogLevel : path);
            Assert.True(rule is not null, $"host.json: {path} is nothing that the host knows");
            Assert.True(rule(value), $"host.json: {path} cannot be {value.GetRawText()}");
        }
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void A_function_has_one_trigger_and_what_its_type_needs(string file)
    {
        // One folder a function, directly below the root; its name is the function's.
        Assert.Matches("^[A-Za-z][A-Za-z0-9_-]{0,126}$", Path.GetDirectoryName(file));
        using var function = JsonDocument.Parse(File.ReadAllText(Path.Combine(FunctionsProcess.Folder, file)));
        Assert.Equal(["bindings"], function.RootElement.EnumerateObject().Select(property => property.Name));
        var bindings = function.RootElement.GetProperty("bindings").EnumerateArray().ToList();

        Assert.Single(bindings, binding => binding.GetProperty("type").GetString()!.EndsWith("Trigger", StringComparison.Ordinal));
        Assert.Distinct(bindings.Select(binding => binding.GetProperty("name").GetString()));
        Assert.All(bindings, AssertBinding);
    }

    private static void AssertBinding(JsonElement binding)
    {
        var type = binding.GetProperty("type").GetString()!;
        Assert.True(Bindings.TryGetValue(type, out var known), $"{type} is not a binding that is known here");
        var names = binding.EnumerateObject().Select(property => property.Name).ToList();
        Assert.Distinct(names);
        string[] needed = ["type", "direction", "name", .. known.Needs];
        Assert.Empty(needed.Except(names));
        Assert.Empty(names.Except([.. needed, .. known.May]));
        Assert.Equal(type.EndsWith("Trigger", StringComparison.Ordinal) ? "in" : "out", binding.GetProperty("direction").GetString());
        Assert.Matches("^[A-Za-z][A-Za-z0-9]*$|^\\$return$", binding.GetProperty("name").GetString());
        AssertValues(binding, type);
    }

    private static void AssertValues(JsonElement binding, string type)
    {
        switch (type)
        {
            case "queueTrigger" or "serviceBusTrigger":
                Assert.Matches("^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$", binding.GetProperty("queueName").GetString());
                Assert.Contains(binding.GetProperty("connection").GetString(), (string[])["AzureWebJobsStorage", "ServiceBusConnection"]);
                break;
            case "timerTrigger":
                // NCRONTAB: six fields, with seconds.
                Assert.Equal(6, binding.GetProperty("schedule").GetString()!.Split(' ').Length);
                break;
            case "httpTrigger":
                Assert.Contains(binding.GetProperty("authLevel").GetString(), (string[])["anonymous", "function", "admin"]);
                Assert.All(binding.GetProperty("methods").EnumerateArray(), method => Assert.Contains(method.GetString(), (string[])["get", "head", "post", "put", "patch", "delete", "options"]));
                Assert.DoesNotMatch("^/|^admin|^runtime", binding.GetProperty("route").GetString());
                break;
        }
    }

    private static IEnumerable<(string Path, JsonElement Value)> Leaves(JsonElement element, string path) =>
        element.ValueKind == JsonValueKind.Object
            ? element.EnumerateObject().SelectMany(property => Leaves(property.Value, path.Length == 0 ? property.Name : $"{path}.{property.Name}"))
            : [(path, element)];

    private static bool IsText(JsonElement value) => value.ValueKind == JsonValueKind.String;

    private static bool IsTruth(JsonElement value) => value.ValueKind is JsonValueKind.True or JsonValueKind.False;

    private static bool IsNumber(JsonElement value, int from, int to) => value.TryGetInt32(out var number) && number >= from && number <= to;

    private static bool IsTime(JsonElement value, TimeSpan from, TimeSpan to) =>
        TimeSpan.TryParseExact(value.GetString(), ["hh\\:mm\\:ss", "d\\.hh\\:mm\\:ss"], CultureInfo.InvariantCulture, out var time) && time >= from && time <= to;

    [GeneratedRegex(@"^\[\d+\.\*, \d+\.\d+\.\d+\)$")]
    private static partial Regex VersionRange();
}

using System.Text;
using System.Text.Json;

namespace Mail.Ctl.Tests;

/// <summary>What one command line did.</summary>
public sealed record CtlRun(int ExitCode, byte[] OutBytes, string Error)
{
    public string Out => Encoding.UTF8.GetString(OutBytes);

    /// <summary>Standard output as JSON: fails when anything else is there.</summary>
    public JsonElement Json => JsonDocument.Parse(OutBytes).RootElement;

    /// <summary>The property names of the object, or of the first object of the array, with those of objects inside: the contract.</summary>
    public string Shape => ShapeOf(Json);

    public CtlRun Succeeded()
    {
        Assert.Equal("", Error);
        Assert.Equal(0, ExitCode);
        return this;
    }

    /// <summary>Exit 1, one message on standard error, nothing on standard output.</summary>
    public CtlRun Refused(string because) => Failed(1, because);

    public CtlRun Misused(string because) => Failed(2, because);

    private CtlRun Failed(int exitCode, string because)
    {
        Assert.Contains(because, Error, StringComparison.Ordinal);
        Assert.Equal("", Out);
        Assert.Equal(exitCode, ExitCode);
        Assert.StartsWith("mailctl: ", Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", Error, StringComparison.Ordinal);
        return this;
    }

    private static string ShapeOf(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Array when json.GetArrayLength() > 0 && json[0].ValueKind is JsonValueKind.Object => $"[{ShapeOf(json[0])}]",
        JsonValueKind.Object => string.Join(' ', json.EnumerateObject().Select(p => p.Name + (ShapeOf(p.Value) is { Length: > 0 } inner ? $"({inner})" : ""))),
        _ => "",
    };
}

using Mail.Local.Services;

namespace Mail.Local.Tests;

public class NodeRuntimeTests
{
    [Theory]
    [InlineData("v20.0.0\n")]
    [InlineData("v24.1.0")]
    public void A_new_enough_version_is_accepted(string version) => NodeRuntime.RequireVersion(version);

    [Theory]
    [InlineData("v18.19.0\n", "v18.19.0 is too old")]
    [InlineData("nonsense", "nonsense is too old")]
    [InlineData(null, "Node.js is missing")]
    public void Anything_else_is_refused_with_what_to_do(string? version, string complaint)
    {
        var failure = Assert.Throws<StartupException>(() => NodeRuntime.RequireVersion(version));

        Assert.Contains(complaint, failure.Message, StringComparison.Ordinal);
        Assert.Contains("https://nodejs.org", failure.Message, StringComparison.Ordinal);
    }
}

using System.Text.RegularExpressions;

namespace Mail.Infra.Tests;

/// <summary>The templates compile, break no rule of the linter, and look as the formatter leaves them.</summary>
public sealed partial class TemplateTests
{
    private static readonly string[] Patterns = ["**/*.bicep", "**/*.bicepparam"];

    private static IEnumerable<string> Files =>
        from pattern in Patterns
        from file in Directory.EnumerateFiles(Bicep.Folder, Path.GetFileName(pattern), SearchOption.AllDirectories)
        select Path.GetRelativePath(Bicep.Folder, file);

    [Theory]
    [InlineData("**/*.bicep")]
    [InlineData("**/*.bicepparam")]
    public async Task The_linter_has_nothing_to_say(string pattern)
    {
        var (exitCode, output) = await Bicep.RunAsync("lint", "--pattern", pattern);

        // Warnings of the compiler do not change the exit code.
        Assert.Equal("", output.Trim());
        Assert.Equal(0, exitCode);
    }

    [Fact]
    public async Task The_formatter_would_change_nothing()
    {
        var copies = Directory.CreateTempSubdirectory("mail-cloud-bicep-").FullName;
        try
        {
            foreach (var file in Files)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(copies, file))!);
                File.Copy(Path.Combine(Bicep.Folder, file), Path.Combine(copies, file));
            }

            foreach (var pattern in Patterns)
            {
                var (exitCode, output) = await Bicep.RunAsync("format", "--pattern", Path.Combine(copies, pattern));
                Assert.True(exitCode == 0, output);
            }

            Assert.All(Files, file => Assert.Equal(File.ReadAllText(Path.Combine(copies, file)), File.ReadAllText(Path.Combine(Bicep.Folder, file))));
        }
        finally
        {
            Directory.Delete(copies, recursive: true);
        }
    }

    /// <summary>Whoever deploys reads them in the portal and in azd.</summary>
    [Fact]
    public async Task Every_parameter_and_output_is_described()
    {
        foreach (var file in Files.Where(file => file.EndsWith(".bicep", StringComparison.Ordinal)))
        {
            var text = await File.ReadAllTextAsync(Path.Combine(Bicep.Folder, file), TestContext.Current.CancellationToken);
            Assert.All(
                Declaration().Matches(text),
                match => Assert.True(match.Groups["decorators"].Value.Contains("@description", StringComparison.Ordinal), $"{file}: {match.Groups["name"].Value}"));
        }
    }

    [Fact]
    public async Task The_linter_does_object()
    {
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.bicep");
        await File.WriteAllTextAsync(file, "param unused string\n", TestContext.Current.CancellationToken);
        try
        {
            var (_, output) = await Bicep.RunAsync("lint", file);

            Assert.Contains("no-unused-params", output, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [GeneratedRegex(@"(?<decorators>(?:^@.*\n(?:^[ \]}\)].*\n)*)*)^(?:param|output) (?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex Declaration();
}

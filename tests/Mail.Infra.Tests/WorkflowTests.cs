using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Mail.Infra.Tests;

/// <summary>The workflows of GitHub, which deploy with an identity of Azure, and the scripts that they and azd run.</summary>
public sealed partial class WorkflowTests
{
    private static string Root => Path.GetFullPath(Path.Combine(Bicep.Folder, ".."));

    public static TheoryData<string> Workflows =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Root, ".github", "workflows"), "*.yml").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal),
    ];

    /// <summary>A tag can be moved to something else by whoever takes over the action. Of azd's own there is none that is not the newest azd anyway.</summary>
    [Theory]
    [MemberData(nameof(Workflows))]
    public async Task Actions_of_others_are_pinned_to_a_commit(string workflow)
    {
        var uses = Uses().Matches(await ReadAsync(workflow)).Select(match => match.Groups["action"].Value).Where(action => !action.StartsWith("Azure/setup-azd@", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(uses);
        Assert.All(uses, action => Assert.Matches("^[^@ ]+@[0-9a-f]{40} # v[0-9.]+$", action));
    }

    /// <summary>What stands in a command by ${{ }} is put there before the shell reads it: the name of a branch could be a command.</summary>
    [Theory]
    [MemberData(nameof(Workflows))]
    public async Task No_command_has_anything_put_into_it_but_the_folder_and_the_matrix(string workflow)
    {
        var commands = Commands().Matches(await ReadAsync(workflow)).Select(match => match.Value);

        Assert.All(commands, command => Assert.All(
            Expression().Matches(command), expression => Assert.Matches(@"^\$\{\{ (runner\.temp|matrix\.image) \}\}$", expression.Value)));
    }

    [Theory]
    [MemberData(nameof(Workflows))]
    public async Task Nothing_may_be_written_to_the_repository(string workflow)
    {
        var text = await ReadAsync(workflow);

        Assert.Contains("\npermissions:\n  contents: read\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("pull_request_target", text, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"(contents|packages|actions|pull-requests): write", text);
        Assert.Equal(Regex.Count(text, "actions/checkout@"), Regex.Count(text, "persist-credentials: false"));
    }

    [Fact]
    public async Task The_shell_scripts_are_as_shellcheck_wants_them()
    {
        string[] scripts = [.. new[] { "hooks", "edge" }.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Bicep.Folder, folder), "*.sh")), Path.Combine(Root, ".ci", "run")];
        try
        {
            using var process = Process.Start(new ProcessStartInfo("shellcheck", scripts) { RedirectStandardOutput = true })!;
            var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal("", output);
            Assert.Equal(0, process.ExitCode);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("skipped: shellcheck not installed");
        }
    }

    private static Task<string> ReadAsync(string workflow) =>
        File.ReadAllTextAsync(Path.Combine(Root, ".github", "workflows", workflow), TestContext.Current.CancellationToken);

    [GeneratedRegex(@"uses: (?<action>.+)$", RegexOptions.Multiline)]
    private static partial Regex Uses();

    [GeneratedRegex(@"^ *(?:- )?run: (?:\|\n(?: {10,}.*\n)+|.*\n)", RegexOptions.Multiline)]
    private static partial Regex Commands();

    [GeneratedRegex(@"\$\{\{.*?\}\}")]
    private static partial Regex Expression();
}

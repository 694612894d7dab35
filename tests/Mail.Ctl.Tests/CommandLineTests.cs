namespace Mail.Ctl.Tests;

public class CommandLineTests
{
    private readonly CtlWorld _world = new();

    /// <summary>Every word sequence that leads to a command.</summary>
    public static TheoryData<string> Commands() => [.. Walk(Verbs.Create(App()), "")];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Every_command_has_help_with_examples(string command)
    {
        var run = (await _world.RunAsync(command + " --help")).Succeeded();
        Assert.Contains("Examples:\n  ", run.Out, StringComparison.Ordinal);
        Assert.Contains("--json", run.Out, StringComparison.Ordinal);
        Assert.Contains("--storage", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Every_command_refuses_what_it_does_not_know(string command) =>
        (await _world.RunAsync(command + " --no-such-option")).Misused("--help'");

    [Fact]
    public async Task No_arguments_is_a_usage_error() => (await _world.RunAsync([])).Misused("mailctl --help");

    [Fact]
    public async Task Unreachable_storage_is_named_with_what_to_set()
    {
        _world.Storage.Faults.Unavailable = true;
        var run = (await _world.RunAsync("domain list --storage https://mail.table.core.windows.net/?sig=secret")).Refused("MAIL_STORAGE");
        Assert.Contains("https://mail.table.core.windows.net/", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Storage_comes_from_the_environment_and_never_shows_its_key()
    {
        _world.Storage.Faults.Unavailable = true;
        _world.Environment["MAIL_STORAGE"] = "AccountName=mail;AccountKey=c2VjcmV0";
        var run = (await _world.RunAsync("domain list")).Refused("https://mail.*.core.windows.net");
        Assert.DoesNotContain("c2VjcmV0", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nonsense_as_storage_is_a_usage_error() =>
        (await _world.RunAsync("domain list --storage nonsense")).Misused("UseDevelopmentStorage=true");

    [Fact]
    public async Task Completion_is_offered() =>
        Assert.Contains("domain", (await _world.RunAsync("[suggest:2] do")).Out, StringComparison.Ordinal);

    private static CtlApp App() => new(
        new CtlConsole { OutBytes = Stream.Null, Out = TextWriter.Null, Error = TextWriter.Null, In = TextReader.Null },
        TimeProvider.System,
        _ => throw new InvalidOperationException("No storage is needed to list the commands."));

    private static IEnumerable<string> Walk(IEnumerable<System.CommandLine.Command> commands, string prefix) =>
        commands.SelectMany(command => Walk(command.Subcommands, $"{prefix} {command.Name}").Prepend($"{prefix} {command.Name}".Trim()));
}

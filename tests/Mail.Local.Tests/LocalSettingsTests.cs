using System.CommandLine;
using Mail.Local.Settings;

namespace Mail.Local.Tests;

public class LocalSettingsTests
{
    [Fact]
    public void The_defaults_are_those_of_the_contract()
    {
        var settings = Parse([], []);

        Assert.Equal([2525, 2587, 2465, 2580, 7071, 10000, 10001, 10002], PortSetting.All.Select(p => settings.Ports[p]));
        Assert.True(settings.Demo);
        Assert.False(settings.Reset);
        Assert.Equal(Path.Combine(RepositoryRoot.Find(), ".local"), settings.StateFolder);
    }

    [Fact]
    public void An_option_wins_over_the_environment_and_that_over_the_default()
    {
        var settings = Parse(["--smtp-port", "3001"], new() { ["MAIL_SMTP_PORT"] = "3002", ["MAIL_HEALTH_PORT"] = "3003" });

        Assert.Equal(3001, settings.Ports[PortSetting.Smtp]);
        Assert.Equal(3003, settings.Ports[PortSetting.Health]);
        Assert.Equal(7071, settings.Ports[PortSetting.Functions]);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("65536")]
    [InlineData("-1")]
    [InlineData("smtp")]
    public void A_variable_that_is_no_port_is_named_with_its_value(string value)
    {
        var failure = Assert.Throws<StartupException>(() => Parse([], new() { ["MAIL_SMTP_PORT"] = value }));

        Assert.Contains($"MAIL_SMTP_PORT is '{value}'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_port_twice_is_refused()
    {
        var failure = Assert.Throws<StartupException>(() => Parse(["--smtp-port", "10000"], []));

        Assert.Contains("--smtp-port and --blob-port are both 10000", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_state_folder_may_come_from_the_environment_and_becomes_absolute()
    {
        Assert.Equal(Path.GetFullPath("elsewhere"), Parse([], new() { ["MAIL_LOCAL_STATE"] = "elsewhere" }).StateFolder);
        Assert.Equal(Path.GetFullPath("here"), Parse(["--state", "here"], new() { ["MAIL_LOCAL_STATE"] = "elsewhere" }).StateFolder);
    }

    private static LocalSettings Parse(string[] arguments, Dictionary<string, string> environment)
    {
        var parsed = LocalCommand.Create(static (_, _) => Task.FromResult(0)).Parse(arguments);
        Assert.Empty(parsed.Errors);
        return LocalSettings.From(parsed, environment.GetValueOrDefault);
    }
}

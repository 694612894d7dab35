using System.Diagnostics;

namespace Mail.Infra.Tests;

/// <summary>The scripts of a machine of edge=vm, with programs in place of Docker, systemd and Azure's metadata that write down how they are called.</summary>
public sealed class EdgeMachineTests : IDisposable
{
    private const string Settings = """
        MAIL_HOSTNAME=mail.somebody.test
        APPLICATIONINSIGHTS_CONNECTION_STRING=InstrumentationKey=1;IngestionEndpoint=https://x/
        MAIL_ODD=it's "$HOME" `id` \n
        """;

    // Which image it runs is in the file 'running'; those of the file 'bad' never become ready.
    private static readonly Dictionary<string, string> Programs = new()
    {
        ["cloud-init"] = "echo cloud-init >>\"$STATE/calls\"; exit 2",
        ["mail-cloud-login"] = "echo login >>\"$STATE/calls\"",
        ["docker"] = "echo \"docker $*\" >>\"$STATE/calls\"; [ \"$1\" != pull ] || [ ! -f \"$STATE/registry-down\" ]",
        ["systemctl"] = """
            echo "systemctl $*" >>"$STATE/calls"
            case $1 in
                restart) sed -n 's/^IMAGE=//p' "$MAIL_CLOUD_FOLDER/now/image.env" >"$STATE/running" ;;
                is-active) [ -f "$STATE/running" ] ;;
            esac
            """,
        ["journalctl"] = "echo 'fail: no certificate'",
        ["curl"] = """
            case "$*" in
                *health/ready*) ! grep -qxFf "$STATE/running" "$STATE/bad" ;;
                *compute/name*) echo edge_1 ;;
                *--data*) printf '%s\n' "$*" | sed 's/.*--data \([^ ]*\) .*/told \1/' >>"$STATE/calls" ;;
                *scheduledevents*) cat "$STATE/events" ;;
            esac
            """,
        ["sleep"] = "[ ! -f \"$STATE/events\" ]",
    };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mail-edge-");

    public EdgeMachineTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "skipped: the machines' scripts are for Linux");
        Directory.CreateDirectory(At("bin"));
        File.WriteAllText(At("bad"), "none\n");
        foreach (var (name, text) in Programs)
        {
            WriteProgram(Path.Combine(At("bin"), name), "#!/bin/sh\n" + text + "\n");
        }
    }

    private string[] Calls => File.ReadAllLines(At("calls"));

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_new_machine_waits_for_its_programs_fetches_the_image_and_starts_it()
    {
        var (code, output) = await BringUpAsync("cr.test/mail-gateway:1");

        Assert.True(code == 0, output);
        Assert.Equal(
            ["cloud-init", "login", "docker pull --quiet cr.test/mail-gateway:1", "systemctl enable mail-cloud-gateway.service", "systemctl restart mail-cloud-gateway.service", "docker image prune --force --all --filter until=720h"],
            Calls);
        Assert.Equal("IMAGE=cr.test/mail-gateway:1\n", await ReadAsync("etc/now/image.env"));
        Assert.Equal(Settings + "\n", await ReadAsync("etc/now/gateway.env"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, OperatingSystem.IsLinux() ? File.GetUnixFileMode(At("etc/now/gateway.env")) : default);
    }

    [Fact]
    public async Task What_runs_already_is_not_started_again()
    {
        await BringUpAsync("cr.test/mail-gateway:1");
        File.Delete(At("calls"));

        var (code, _) = await BringUpAsync("cr.test/mail-gateway:1");

        Assert.Equal(0, code);
        Assert.DoesNotContain(Calls, call => call.Contains("restart", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_image_takes_the_place_of_the_one_before_and_so_do_other_settings()
    {
        await BringUpAsync("cr.test/mail-gateway:1");

        Assert.Equal(0, (await BringUpAsync("cr.test/mail-gateway:2")).ExitCode);
        Assert.Equal("cr.test/mail-gateway:2\n", await ReadAsync("running"));

        File.Delete(At("calls"));
        Assert.Equal(0, (await BringUpAsync("cr.test/mail-gateway:2", "MAIL_HOSTNAME=other.test")).ExitCode);
        Assert.Contains("systemctl restart mail-cloud-gateway.service", Calls);
        Assert.Equal("MAIL_HOSTNAME=other.test\n", await ReadAsync("etc/now/gateway.env"));
    }

    /// <summary>The upgrade of the scale set ends with the machine whose script fails: the rest keep the old one.</summary>
    [Fact]
    public async Task One_that_does_not_become_ready_gives_way_to_the_one_before_and_fails()
    {
        await BringUpAsync("cr.test/mail-gateway:1");
        await File.WriteAllTextAsync(At("bad"), "cr.test/mail-gateway:2\n", TestContext.Current.CancellationToken);

        var (code, output) = await BringUpAsync("cr.test/mail-gateway:2");

        Assert.Equal(1, code);
        Assert.Contains("did not become ready with cr.test/mail-gateway:2", output, StringComparison.Ordinal);
        Assert.Contains("fail: no certificate", output, StringComparison.Ordinal);
        Assert.Contains("back to IMAGE=cr.test/mail-gateway:1", output, StringComparison.Ordinal);
        Assert.Equal("cr.test/mail-gateway:1\n", await ReadAsync("running"));

        // Broken off there, it is gone on with.
        await File.WriteAllTextAsync(At("bad"), "none\n", TestContext.Current.CancellationToken);
        Assert.Equal(0, (await BringUpAsync("cr.test/mail-gateway:2")).ExitCode);
        Assert.Equal("cr.test/mail-gateway:2\n", await ReadAsync("running"));
    }

    [Fact]
    public async Task Without_the_registry_nothing_changes()
    {
        await BringUpAsync("cr.test/mail-gateway:1");
        File.Delete(At("calls"));
        await File.WriteAllTextAsync(At("registry-down"), "", TestContext.Current.CancellationToken);

        var (code, _) = await BringUpAsync("cr.test/mail-gateway:2");

        Assert.NotEqual(0, code);
        Assert.DoesNotContain(Calls, call => call.StartsWith("systemctl", StringComparison.Ordinal));
        Assert.Equal("IMAGE=cr.test/mail-gateway:1\n", await ReadAsync("etc/now/image.env"));
    }

    [Fact]
    public async Task A_machine_that_is_to_go_stops_its_gateway_and_then_agrees()
    {
        SkipWithoutJq();
        await File.WriteAllTextAsync(
            At("events"),
            """
            {"DocumentIncarnation":3,"Events":[
              {"EventId":"A1","EventType":"Terminate","EventStatus":"Scheduled","Resources":["edge_1"]},
              {"EventId":"B2","EventType":"Terminate","EventStatus":"Scheduled","Resources":["edge_2"]},
              {"EventId":"C3","EventType":"Reboot","EventStatus":"Scheduled","Resources":["edge_1"]},
              {"EventId":"D4","EventType":"Reimage","EventStatus":"Scheduled","Resources":["edge_1"]},
              {"EventId":"E5","EventType":"Terminate","EventStatus":"Started","Resources":["edge_1"]}]}
            """,
            TestContext.Current.CancellationToken);

        await RunAsync(Path.Combine(Bicep.Folder, "edge", "leave.sh"));

        Assert.Equal(
            ["systemctl stop mail-cloud-gateway.service", """told {"StartRequests":[{"EventId":"A1"}]}""", """told {"StartRequests":[{"EventId":"D4"}]}"""],
            Calls);
    }

    [Theory]
    [InlineData("""{"DocumentIncarnation":1,"Events":[]}""")]
    [InlineData("""{"Events":[{"EventId":"B2","EventType":"Terminate","EventStatus":"Scheduled","Resources":["edge_2"]}]}""")]
    [InlineData("")]
    public async Task A_machine_that_stays_does_nothing(string events)
    {
        SkipWithoutJq();
        await File.WriteAllTextAsync(At("events"), events, TestContext.Current.CancellationToken);

        await RunAsync(Path.Combine(Bicep.Folder, "edge", "leave.sh"));

        Assert.False(File.Exists(At("calls")));
    }

    private static void SkipWithoutJq() =>
        Assert.SkipUnless(Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, "jq"))), "skipped: jq not installed");

    private static void WriteProgram(string file, string text)
    {
        File.WriteAllText(file, text);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private string At(string name) => Path.Combine(_folder.FullName, name);

    private Task<string> ReadAsync(string name) => File.ReadAllTextAsync(At(name), TestContext.Current.CancellationToken);

    private async Task<(int ExitCode, string Output)> BringUpAsync(string image, string settings = Settings)
    {
        var script = await File.ReadAllTextAsync(Path.Combine(Bicep.Folder, "edge", "gateway.sh"), TestContext.Current.CancellationToken);
        WriteProgram(At("gateway.sh"), script.Replace("__IMAGE__", image, StringComparison.Ordinal).Replace("__SETTINGS__", settings, StringComparison.Ordinal));
        return await RunAsync(At("gateway.sh"));
    }

    private async Task<(int ExitCode, string Output)> RunAsync(string script)
    {
        var start = new ProcessStartInfo("sh", [script]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["STATE"] = _folder.FullName;
        start.Environment["MAIL_CLOUD_FOLDER"] = At("etc");
        start.Environment["MAIL_CLOUD_ATTEMPTS"] = "3";
        start.Environment["MAIL_CLOUD_PAUSE"] = "0";
        start.Environment["PATH"] = At("bin") + ":" + start.Environment["PATH"];
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, await output + await errors);
    }
}

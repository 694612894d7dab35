using System.Diagnostics;

namespace Mail.Infra.Tests;

/// <summary>The hooks of azure.yaml, with programs in place of az and azd that write down how they are called.</summary>
public sealed class HookTests : IDisposable
{
    // What it answers stands in files of the folder STATE; a secret and an image are there once they were made.
    private const string Az = """
        #!/bin/sh
        printf 'az %s\n' "$*" >>"$STATE/calls"
        echo 'WARNING: You have 2 update(s) available.' >&2
        case "$1 $2 $3" in
            'keyvault secret list')
                if [ -s "$STATE/refusals" ]; then
                    sed -i '$d' "$STATE/refusals"
                    echo 'Forbidden: caller is not authorized' >&2
                    exit 1
                fi
                for name in mail-key srs-secret auth-secret; do
                    case "$*" in *"'$name'"*) [ ! -f "$STATE/secret-$name" ] || echo "$name" ;; esac
                done ;;
            'keyvault secret set')
                name=$(printf '%s\n' "$*" | sed 's/.*--name \([^ ]*\).*/\1/')
                cp "$(printf '%s\n' "$*" | sed 's/.*--file \([^ ]*\).*/\1/')" "$STATE/secret-$name" ;;
            'acr repository show') [ -f "$STATE/image" ] ;;
            'acr build '*) touch "$STATE/image" ;;
            'deployment sub create') printf '%s' "$MAIL_GATEWAY_IMAGE" >"$STATE/deployed"; echo 192.0.2.25 ;;
            'provider show '*) echo Registered ;;
            'functionapp list-flexconsumption-locations '*) printf 'North Europe\nWest Europe\n' ;;
            'account show '*) [ ! -f "$STATE/logged-out" ] ;;
        esac
        """;

    private const string Azd = """
        #!/bin/sh
        printf 'azd %s\n' "$*" >>"$STATE/calls"
        """;

    private const string Subscription = "00000000-0000-0000-0000-000000000002";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mail-hooks-");

    public HookTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "skipped: the hooks are shell scripts");
        Program("az", Az);
        Program("azd", Azd);
    }

    private IEnumerable<string> Calls => File.ReadLines(At("calls"));

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Secrets_image_and_edge_are_made_once()
    {
        var (code, output) = await RunAsync("after-provision.sh", Provisioned());
        Assert.True(code == 0, output);

        var secrets = new[] { "mail-key", "srs-secret", "auth-secret" }.Select(name => File.ReadAllText(At("secret-" + name))).ToList();
        Assert.All(secrets, secret => Assert.Equal(32, Convert.FromBase64String(secret).Length));
        Assert.Equal(3, secrets.Distinct().Count());
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, output + File.ReadAllText(At("calls")), StringComparison.Ordinal));
        Assert.Equal(["mail-key", "srs-secret", "auth-secret"], Calls.Where(call => call.Contains("secret set", StringComparison.Ordinal)).Select(call => call.Split("--name ")[1].Split(' ')[0]));
        Assert.Contains("--vault-name kv-f-x --name mail-key", File.ReadAllText(At("calls")), StringComparison.Ordinal);
        const string Image = "crx.azurecr.io/mail-gateway:v1";
        Assert.Equal(Image, File.ReadAllText(At("deployed")));
        Assert.Contains($"azd env set MAIL_GATEWAY_IMAGE {Image}", Calls);
        Assert.Contains("azd env set MAIL_EDGE_ADDRESS 192.0.2.25", Calls);

        File.Delete(At("calls"));
        var again = Provisioned();
        again["MAIL_GATEWAY_IMAGE"] = Image;
        again["MAIL_EDGE_ADDRESS"] = "192.0.2.25";
        Assert.Equal(0, (await RunAsync("after-provision.sh", again)).ExitCode);
        Assert.DoesNotContain(Calls, call => call.Contains(" set ", StringComparison.Ordinal) || call.Contains("build", StringComparison.Ordinal) || call.Contains("create", StringComparison.Ordinal));
        // Nothing secret stays behind.
        Assert.Empty(Directory.GetFiles(At("tmp")));
    }

    [Fact]
    public async Task A_role_that_is_not_known_yet_is_waited_for_and_a_vault_that_stays_closed_is_named()
    {
        await File.WriteAllTextAsync(At("refusals"), "1\n2\n", TestContext.Current.CancellationToken);
        Assert.Equal(0, (await RunAsync("after-provision.sh", Provisioned())).ExitCode);

        await File.WriteAllTextAsync(At("refusals"), string.Concat(Enumerable.Repeat("x\n", 50)), TestContext.Current.CancellationToken);
        var (code, output) = await RunAsync("after-provision.sh", Provisioned());
        Assert.Equal(1, code);
        Assert.Contains("vault kv-f-x does not let you in: ", output, StringComparison.Ordinal);
        Assert.Contains("Forbidden: caller is not authorized", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MAIL_HOSTNAME", "", "azd env set MAIL_HOSTNAME")]
    [InlineData("MAIL_HOSTNAME", "mail.example.com", "azd env set MAIL_HOSTNAME")]
    [InlineData("MAIL_HOSTNAME", "mail", "no dot")]
    [InlineData("MAIL_HOSTNAME", "mail.some$(id)body.test", "no name")]
    [InlineData("MAIL_HOSTNAME", "mail..test", "no name")]
    [InlineData("MAIL_DNS_ZONE", "body.test", "not in the zone")]
    [InlineData("MAIL_EDGE", "moon", "one of: vm aca")]
    [InlineData("MAIL_OUTBOUND_QUEUE", "bus", "one of: storage servicebus")]
    [InlineData("MAIL_VNET", "yes", "one of: true false")]
    [InlineData("MAIL_ALWAYS_READY", "-1", "number of instances")]
    [InlineData("AZURE_LOCATION", "atlantis", "no Flex Consumption. There is: North Europe West Europe")]
    [InlineData("MAIL_SSH_PUBLIC_KEY", "", "azd env set MAIL_SSH_PUBLIC_KEY")]
    public async Task What_is_missing_is_asked_for_before_anything_is_made(string name, string value, string answer)
    {
        var environment = new Dictionary<string, string>
        {
            ["MAIL_HOSTNAME"] = "mail.somebody.test",
            ["MAIL_SSH_PUBLIC_KEY"] = "ssh-ed25519 AAAA",
            ["MAIL_DNS_ZONE"] = "somebody.test",
            ["AZURE_LOCATION"] = "westeurope",
        };
        Assert.Equal(0, (await RunAsync("before-provision.sh", environment)).ExitCode);
        environment[name] = value;

        var (code, output) = await RunAsync("before-provision.sh", environment);

        Assert.Equal(1, code);
        Assert.Contains(answer, output, StringComparison.Ordinal);
    }

    /// <summary>The two programs have one each, and az would make everything a second time in its own.</summary>
    [Theory]
    [InlineData("before-provision.sh")]
    [InlineData("after-provision.sh")]
    public async Task Everything_is_asked_of_the_subscription_of_azd(string hook)
    {
        var environment = Provisioned();
        environment["MAIL_HOSTNAME"] = "mail.somebody.test";
        environment["MAIL_SSH_PUBLIC_KEY"] = "ssh-ed25519 AAAA";

        Assert.Equal(0, (await RunAsync(hook, environment)).ExitCode);

        var calls = Calls.Where(call => call.StartsWith("az ", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(calls);
        Assert.All(calls, call => Assert.EndsWith($" --subscription {Subscription}", call, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_the_variables_of_azd_nothing_is_done()
    {
        var (code, output) = await RunAsync("after-provision.sh", []);

        Assert.NotEqual(0, code);
        Assert.Contains("azd provision has not been run", output, StringComparison.Ordinal);
        Assert.False(File.Exists(At("calls")));
    }

    [Fact]
    public async Task Who_is_not_logged_in_is_told()
    {
        await File.WriteAllTextAsync(At("logged-out"), "", TestContext.Current.CancellationToken);
        var (code, output) = await RunAsync("before-provision.sh", new Dictionary<string, string> { ["MAIL_HOSTNAME"] = "mail.somebody.test" });
        Assert.Equal(1, code);
        Assert.Contains("az login", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_last_words_name_what_is_left()
    {
        var (code, output) = await RunAsync(
            "after-deploy.sh", new Dictionary<string, string> { ["MAIL_EDGE_ADDRESS"] = "192.0.2.25", ["MAIL_STORAGE"] = "https://stx.blob.core.windows.net/" });
        Assert.Equal(0, code);
        Assert.Contains("192.0.2.25", output, StringComparison.Ordinal);
        Assert.Contains("export MAIL_STORAGE=https://stx.blob.core.windows.net/", output, StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Provisioned() => new()
    {
        ["AZURE_ENV_NAME"] = "test",
        ["AZURE_LOCATION"] = "westeurope",
        ["AZURE_SUBSCRIPTION_ID"] = Subscription,
        ["AZURE_CONTAINER_REGISTRY_ENDPOINT"] = "crx.azurecr.io",
        ["MAIL_EDGE_VAULT"] = "kv-e-x",
        ["MAIL_FUNCTIONS_VAULT"] = "kv-f-x",
        ["MAIL_IMAGE_TAG"] = "v1",
        ["MAIL_HOOK_ATTEMPTS"] = "4",
        ["MAIL_HOOK_PAUSE"] = "0",
    };

    private string At(string name) => Path.Combine(_folder.FullName, name);

    private void Program(string name, string text)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Directory.CreateDirectory(At("bin"));
        Directory.CreateDirectory(At("tmp"));
        File.WriteAllText(Path.Combine(At("bin"), name), text + "\n");
        File.SetUnixFileMode(Path.Combine(At("bin"), name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private async Task<(int ExitCode, string Output)> RunAsync(string hook, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(Path.Combine(Bicep.Folder, "hooks", hook)) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MAIL_", StringComparison.Ordinal) || name.StartsWith("AZURE_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        start.Environment["STATE"] = _folder.FullName;
        start.Environment["TMPDIR"] = At("tmp");
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

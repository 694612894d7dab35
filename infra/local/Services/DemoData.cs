using System.Diagnostics;

namespace Mail.Local.Services;

/// <summary>Domain example.test with alice and bob, made by mailctl as an operator would.</summary>
internal sealed class DemoData(IEnumerable<KeyValuePair<string, string>> environment)
{
    public const string Domain = "example.test";

    /// <summary>Known to everybody; the reason why everything listens on loopback only.</summary>
    public const string Password = "demo-only";

    public static readonly IReadOnlyList<string> Accounts = [$"alice@{Domain}", $"bob@{Domain}"];

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    /// <summary>Creates what does not exist yet. What exists is left as it is, a changed password too.</summary>
    /// <exception cref="StartupException">mailctl failed; the message has what it said.</exception>
    public async Task CreateAsync(CancellationToken cancellationToken)
    {
        await AddAsync(["domain", "add", Domain], input: null, cancellationToken);
        foreach (var account in Accounts)
            await AddAsync(["account", "add", account, "--password-stdin"], Password, cancellationToken);
    }

    private async Task AddAsync(string[] arguments, string? input, CancellationToken cancellationToken)
    {
        var (exitCode, errors) = await RunAsync(arguments, input, cancellationToken);
        // Exit code 1 is "refused", the reason stands on stderr (see functions/Mail.Ctl/README.md).
        if (exitCode != 0 && !(exitCode == 1 && errors.Contains("exists", StringComparison.OrdinalIgnoreCase)))
            throw new StartupException($"mailctl {string.Join(' ', arguments)} failed (exit code {exitCode}): {errors.Trim()}");
    }

    private async Task<(int ExitCode, string Errors)> RunAsync(string[] arguments, string? input, CancellationToken cancellationToken)
    {
        var command = new ProcessStartInfo(Programs.Mailctl, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            command.Environment[name] = value;
        using var mailctl = Process.Start(command)!;
        using var registration = cancellationToken.Register(() => mailctl.Kill());
        if (input is not null)
            await mailctl.StandardInput.WriteLineAsync(input);
        mailctl.StandardInput.Close();
        var answers = mailctl.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = await mailctl.StandardError.ReadToEndAsync(cancellationToken).WaitAsync(Timeout, cancellationToken);
        await answers;
        await mailctl.WaitForExitAsync(cancellationToken);
        return (mailctl.ExitCode, errors);
    }
}

using System.CommandLine;
using System.Globalization;

namespace Mail.Local.Settings;

/// <summary>A loopback port that can be chosen: by option, else by environment variable, else the default.</summary>
/// <param name="Purpose">What listens there, as shown to the user.</param>
/// <param name="Variable">Environment variable; the started processes get the chosen port in it.</param>
internal sealed record PortSetting(string Purpose, string Name, string Variable, int Default)
{
    public static readonly PortSetting Smtp = new("SMTP", "--smtp-port", "MAIL_SMTP_PORT", 2525);
    public static readonly PortSetting Submission = new("submission (STARTTLS)", "--submission-port", "MAIL_SUBMISSION_PORT", 2587);
    public static readonly PortSetting Submissions = new("submission (TLS)", "--submissions-port", "MAIL_SUBMISSIONS_PORT", 2465);
    public static readonly PortSetting Health = new("gateway health", "--health-port", "MAIL_HEALTH_PORT", 2580);
    public static readonly PortSetting Functions = new("functions", "--functions-port", "MAIL_FUNCTIONS_PORT", 7071);
    public static readonly PortSetting Blob = new("Azurite blobs", "--blob-port", "MAIL_AZURITE_BLOB_PORT", 10000);
    public static readonly PortSetting Queue = new("Azurite queues", "--queue-port", "MAIL_AZURITE_QUEUE_PORT", 10001);
    public static readonly PortSetting Table = new("Azurite tables", "--table-port", "MAIL_AZURITE_TABLE_PORT", 10002);

    public static readonly IReadOnlyList<PortSetting> All = [Smtp, Submission, Submissions, Health, Functions, Blob, Queue, Table];

    public static readonly IReadOnlyList<PortSetting> OfGateway = [Smtp, Submission, Submissions, Health];

    public static readonly IReadOnlyList<PortSetting> OfEmulator = [Blob, Queue, Table];

    public Option<int> Option { get; } = new(Name)
    {
        Description = $"Port of {Purpose} on 127.0.0.1; environment: {Variable} [default: {Default}]",
        HelpName = "port",
    };

    /// <exception cref="StartupException">The variable or the option is no port number.</exception>
    public int ValueFrom(ParseResult command, Func<string, string?> environment)
    {
        if (command.GetResult(Option) is not null)
            return Check(command.GetValue(Option).ToString(CultureInfo.InvariantCulture), Name);
        return environment(Variable) is { Length: > 0 } text ? Check(text, Variable) : Default;
    }

    private static int Check(string text, string source) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= ushort.MaxValue
            ? port
            : throw new StartupException($"{source} is '{text}'. Set it to a port number from 1 to {ushort.MaxValue}.");
}

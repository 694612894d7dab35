using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Mail.Core;

/// <summary>
/// All that is announced to mail programs, the preferred first, and the name under which we are known. Whoever tells it (configuration documents,
/// DNS records) tells just this list, so that a new service is one more line here.
/// </summary>
/// <param name="Host">Our public name, A-labels.</param>
public sealed record AnnouncedServices(string Host, IReadOnlyList<AnnouncedService> All)
{
    public const string HostVariable = "MAIL_PUBLIC_HOSTNAME";
    public const string HostOtherwise = "MAIL_HOSTNAME";
    public const string SubmissionVariable = "MAIL_PUBLIC_SUBMISSION_PORT";
    public const string SubmissionsVariable = "MAIL_PUBLIC_SUBMISSIONS_PORT";

    // RFC 6409 §3.1 and RFC 8314 §7.3.
    private const int SubmissionPort = 587;
    private const int SubmissionsPort = 465;

    /// <summary>Reads the settings; a port of 0 leaves its service out.</summary>
    /// <param name="environment">The value of a variable, or <c>null</c>.</param>
    /// <param name="hostOtherwise">The name when none is set; <c>null</c> demands one.</param>
    /// <param name="error">Says what to set.</param>
    public static bool TryRead(
        Func<string, string?> environment,
        string? hostOtherwise,
        [NotNullWhen(true)] out AnnouncedServices? services,
        [NotNullWhen(false)] out string? error)
    {
        services = null;
        var given = Given(environment(HostVariable)) ?? Given(environment(HostOtherwise)) ?? hostOtherwise;
        if (!TryHost(given, out var host, out error)
            || !TryPort(environment, SubmissionsVariable, SubmissionsPort, out var submissions, out error)
            || !TryPort(environment, SubmissionVariable, SubmissionPort, out var submission, out error))
        {
            return false;
        }

        AnnouncedService[] all =
        [
            new(AnnouncedProtocol.Submission, AnnouncedSecurity.Tls, host, submissions),
            new(AnnouncedProtocol.Submission, AnnouncedSecurity.StartTls, host, submission),
        ];
        services = new AnnouncedServices(host, [.. all.Where(service => service.Port != 0)]);
        return true;
    }

    private static bool TryHost(string? given, [NotNullWhen(true)] out string? host, [NotNullWhen(false)] out string? error)
    {
        host = null;
        if (given is null)
        {
            error = $"the name under which mail programs reach this server is not known; set {HostVariable} (or {HostOtherwise})";
            return false;
        }

        // An address in place of a name is in no certificate, and nothing for an MX record.
        var isName = MailAddressParser.TryParseDomain(given, out host, out _) && host[0] != '[' && !System.Net.IPAddress.TryParse(host, out _);
        error = isName ? null : $"{HostVariable} or {HostOtherwise} is '{given}', expected a host name such as mail.example.com";
        return isName;
    }

    private static bool TryPort(
        Func<string, string?> environment, string variable, int otherwise, out int port, [NotNullWhen(false)] out string? error)
    {
        port = otherwise;
        error = Given(environment(variable)) is { } text && !SettingText.TryNumber(text, 0, 65535, out port)
            ? $"{variable} is '{text}', expected a port from 1 to 65535, or 0 when it is not offered"
            : null;
        return error is null;
    }

    private static string? Given(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Host}: {string.Join(", ", All)}");
}

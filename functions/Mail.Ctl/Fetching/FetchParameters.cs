using System.CommandLine;
using Mail.Core;

namespace Mail.Ctl;

/// <summary>Arguments and options of the verbs of <c>fetch</c>.</summary>
internal static class FetchParameters
{
    /// <summary>As it is typed; see <see cref="FetchLookup"/>.</summary>
    public static Argument<string> Account() => new("ACCOUNT")
    {
        Description = "For example alice@example.test/gmail; the name behind the stroke may be left out when there is one only.",
    };

    public static Option<bool> FromInput() => new("--password-stdin") { Description = "Read the password there from standard input: one line." };

    /// <summary>One line.</summary>
    /// <returns>The password, or why there is none.</returns>
    public static async Task<(string? Password, CommandResult? Objection)> ReadPasswordAsync(
        CtlConsole console, bool fromInput, string user, CancellationToken cancellationToken)
    {
        const int MaxPassword = 4096;
        string password;
        if (fromInput)
        {
            var buffer = new char[MaxPassword + 2];
            password = new string(buffer, 0, await console.In.ReadBlockAsync(buffer, cancellationToken)).TrimEnd('\r', '\n');
        }
        else if (console.InIsTerminal)
        {
            password = await console.ReadSecret($"Password of {user}: ", cancellationToken) ?? "";
        }
        else
        {
            return (null, CommandResult.Usage("No terminal to ask for the password: use --password-stdin or --secret."));
        }

        return password is { Length: > 0 and <= MaxPassword } && !password.AsSpan().ContainsAny('\0', '\r', '\n')
            ? (password, null)
            : (null, CommandResult.Refused($"The password has to be one line of at most {MaxPassword} characters."));
    }

    public static Option<TimeSpan?> Time(string name, string description, TimeSpan least, TimeSpan most) => new(name)
    {
        Description = description,
        HelpName = "TIME",
        CustomParser = result => SettingText.TryTime(result.Tokens[0].Value, least, most, out var time)
            ? time
            : Parameters.Refuse<TimeSpan?>(result, $"{name} is a time from {SettingText.Time(least)} to {SettingText.Time(most)}, such as 10m."),
    };

    public static Option<int?> Number(string name, string description, int least, int most) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result => SettingText.TryNumber(result.Tokens[0].Value, least, most, out var number)
            ? number
            : Parameters.Refuse<int?>(result, $"{name} is a number from {least} to {most}."),
    };
}

using System.Diagnostics.CodeAnalysis;

namespace Mail.Core;

/// <summary>
/// The checks of a message's client as one line for the envelope: version, then each check, for example
/// <c>1 rdns=pass:mail.example.net helo=pass dnsbl=fail:3,zen.example sender=unavailable</c>.
/// </summary>
public static class ClientChecks
{
    private const string Version = "1";

    // Names of hosts have 253; two of them and a score. What is longer was made to be long.
    private const int MaxDetail = 300;

    public static string Format(IEnumerable<ClientCheck> checks) =>
        string.Join(' ', checks.Select(Format).Prepend(Version));

    /// <summary>One check more, behind those that there are.</summary>
    /// <param name="text">As <see cref="Format(IEnumerable{ClientCheck})"/> writes it; <c>null</c> for none.</param>
    public static string Append(string? text, ClientCheck check) => $"{text ?? Version} {Format(check)}";

    /// <summary>Reads what <see cref="Format(IEnumerable{ClientCheck})"/> writes; false for other versions and other text.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out IReadOnlyList<ClientCheck>? checks)
    {
        checks = null;
        if (text?.Split(' ') is not [Version, .. var words])
        {
            return false;
        }

        var read = new List<ClientCheck>();
        foreach (var word in words)
        {
            if (Parse(word) is not { } check)
            {
                return false;
            }

            read.Add(check);
        }

        checks = read;
        return true;
    }

    private static string Format(ClientCheck check)
    {
        var detail = Harmless(check.Detail);
        return $"{check.Name}={Word(check.Outcome)}{(detail.Length > 0 ? ":" : "")}{detail}";
    }

    private static ClientCheck? Parse(string word)
    {
        var name = word.Split('=', 2);
        var outcome = name.Length == 2 ? name[1].Split(':', 2) : [];
        return outcome is [var text, ..] && name[0].Length > 0 && Outcome(text) is { } known
            ? new ClientCheck(name[0], known, outcome.Length == 2 ? outcome[1] : "")
            : null;
    }

    // Part of it is what a stranger's DNS says.
    private static string Harmless(string detail) => string.Create(Math.Min(detail.Length, MaxDetail), detail, (span, source) =>
    {
        for (var i = 0; i < span.Length; i++)
        {
            span[i] = source[i] is > ' ' and <= '~' ? source[i] : '_';
        }
    });

    private static string Word(CheckOutcome outcome) => outcome switch
    {
        CheckOutcome.Pass => "pass",
        CheckOutcome.Fail => "fail",
        _ => "unavailable",
    };

    private static CheckOutcome? Outcome(string word) => word switch
    {
        "pass" => CheckOutcome.Pass,
        "fail" => CheckOutcome.Fail,
        "unavailable" => CheckOutcome.Unavailable,
        _ => null,
    };
}

using System.Globalization;

namespace Mail.Sieve.Svtest;

/// <summary>
/// What a spam or virus filter said of a message, read from its header as Pigeonhole's settings describe it: <c>sieve_spamtest_*</c> and
/// <c>sieve_virustest_*</c>. With us it comes with the environment.
/// </summary>
internal sealed class SvtestSpamStatus(SvtestSettings settings, ISieveMessage message)
{
    public SieveEnvironment AddTo(SieveEnvironment environment) => environment with
    {
        SpamScore = Ratio("sieve_spamtest_", max: 10) is { } score ? Scaled("sieve_spamtest_", score) : null,
        VirusStatus = Ratio("sieve_virustest_", max: 5) is { } status ? (int)Math.Round(status * 5) : null,
    };

    // A text names the value of spamtest itself, 1 clear to 10 spam, of which 0 to 1 is made here.
    private double Scaled(string prefix, double ratio) => settings[prefix + "status_type"] == "text" ? Math.Max(0, ((ratio * 10) - 1) / 9) : ratio;

    /// <returns>0 to 1; <c>null</c> when the message was not tested.</returns>
    private double? Ratio(string prefix, int max)
    {
        if (SvtestFieldSpec.Read(settings[prefix + "status_header"], message) is not { } status)
        {
            return null;
        }

        var limit = settings[prefix + "max_header"] is { Length: > 0 } header ? Number(SvtestFieldSpec.Read(header, message)) : Number(settings[prefix + "max_value"]);
        var value = settings[prefix + "status_type"] switch
        {
            "text" => TextValue(prefix, status, max),
            // A row of the same character, one for each point.
            "strlen" => status.Distinct().Count() <= 1 ? status.Length : null,
            _ => Number(status),
        };
        limit = settings[prefix + "status_type"] == "text" ? max : limit;
        return limit is > 0 && value is not null ? Math.Clamp(value.Value / limit.Value, 0, 1) : null;
    }

    private double? TextValue(string prefix, string status, int max)
    {
        for (var i = 0; i <= max; i++)
        {
            if (settings[$"{prefix}text_value{i}"] is { Length: > 0 } text && text == status)
            {
                return i;
            }
        }

        return null;
    }

    private static double? Number(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}

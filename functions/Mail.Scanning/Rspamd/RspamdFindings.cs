using System.Globalization;
using Mail.Core;

namespace Mail.Scanning;

/// <summary>What rspamd's words mean here.</summary>
internal static class RspamdFindings
{
    /// <summary>Rspamd's default for <c>reject</c>, when an answer does not say.</summary>
    private const double UsualRequired = 15;

    public static ScanFinding From(RspamdResult result, ScanAction onReject)
    {
        var score = result.Score / (result.Required > 0 ? result.Required : UsualRequired);
        var words = string.Create(
            CultureInfo.InvariantCulture, $"{result.Action}, {result.Score:0.0} of {result.Required:0.0} points ({string.Join(", ", result.Symbols.Take(5))})");
        ScanFinding finding = result.Action switch
        {
            "reject" => new ScanFinding.Suspicious(words, Math.Clamp(score, 0, 1), onReject),
            // Soft reject and greylist mean later rather than never: what that shows is for the gateway to try, before a message is taken.
            "add header" or "rewrite subject" or "soft reject" or "greylist" => new ScanFinding.Suspicious(words, Math.Clamp(score, 0, 1)),
            _ => new ScanFinding.Clean(),
        };
        return finding with { Facts = [.. Facts(result)] };
    }

    private static IEnumerable<string> Facts(RspamdResult result)
    {
        yield return $"rspamd:action={result.Action}";
        // Whole points in a range: as many tokens as tell something.
        yield return string.Create(CultureInfo.InvariantCulture, $"rspamd:score={Math.Clamp(Math.Floor(result.Score), -10, 30):0}");
        foreach (var symbol in result.Symbols)
        {
            yield return $"rspamd:{symbol}";
        }
    }
}

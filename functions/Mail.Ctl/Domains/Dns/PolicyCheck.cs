using System.Net;
using System.Text;
using Mail.Core;
using Mail.Transport;

namespace Mail.Ctl;

/// <summary>Whether others get the MTA-STS policy that the record announces (RFC 8461 §3.3): asked for as they do.</summary>
internal static class PolicyCheck
{
    /// <summary>What <see cref="RecordFindingView.Type"/> says in the place of a DNS type.</summary>
    public const string Type = "POLICY";

    /// <param name="fetch">Asks a public host by https, as for other domains' policies.</param>
    public static async Task<RecordFindingView> AskAsync(
        DnsPlan plan, Func<Uri, CancellationToken, Task<WebAnswer>> fetch, CancellationToken cancellationToken)
    {
        try
        {
            return Read(plan, await fetch(plan.PolicyUrl, cancellationToken));
        }
        catch (HttpRequestException e)
        {
            return View(plan, RecordState.Missing, [], e.HttpRequestError == HttpRequestError.SecureConnectionError ? $"the certificate is not good: {e.Message}" : e.Message);
        }
        catch (TimeoutException e)
        {
            return View(plan, RecordState.Missing, [], e.Message);
        }
    }

    private static RecordFindingView Read(DnsPlan plan, WebAnswer answer)
    {
        var text = Encoding.UTF8.GetString(answer.Body);
        var isSame = text.ReplaceLineEndings("\n").TrimEnd('\n') == plan.Policy.Text.ReplaceLineEndings("\n").TrimEnd('\n');
        return answer switch
        {
            // RFC 8461 §3.3: no redirects.
            { Code: not HttpStatusCode.OK } => View(plan, RecordState.Missing, [], $"{plan.PolicyUrl.Host} answers {(int)answer.Code}"),
            { MediaType: not "text/plain" } => View(plan, RecordState.Differs, [OneLine(text)], "it is not text/plain"),
            _ => View(plan, isSame ? RecordState.Right : RecordState.Differs, [OneLine(text)], remark: null),
        };
    }

    private static RecordFindingView View(DnsPlan plan, RecordState state, IReadOnlyList<string> found, string? remark) =>
        new(plan.PolicyUrl.ToString(), Type, SettingText.Choice(state), OneLine(plan.Policy.Text), found, remark);

    private static string OneLine(string text)
    {
        // A page of something else need not be shown whole.
        const int Enough = 200;
        var line = string.Join(", ", text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
        return line.Length > Enough ? line[..Enough] + "…" : line;
    }
}

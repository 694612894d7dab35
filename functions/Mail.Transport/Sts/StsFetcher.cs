using System.Globalization;
using System.Net;
using Mail.Core;

namespace Mail.Transport;

/// <summary>Asks a domain's policy host (RFC 8461 §3.3).</summary>
internal sealed class StsFetcher(PublicWeb web, int port)
{
    public async Task<StsFetch> FetchAsync(string domain, CancellationToken cancellationToken)
    {
        // RFC 8461 §3.2: the host is fixed, and so is the path.
        var address = string.Create(CultureInfo.InvariantCulture, $"https://{AnnouncedMtaSts.HostPrefix}{domain}:{port}{AnnouncedMtaSts.Path}");
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url))
        {
            return new StsFetch.Failed(TlsProblem.StsPolicyFetchError, "the policy host's name cannot stand in a URL");
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        try
        {
            return Read(await web.SendAsync(request, StsPolicyParser.MaxSize, cancellationToken));
        }
        catch (HttpRequestException e)
        {
            return new StsFetch.Failed(
                e.HttpRequestError == HttpRequestError.SecureConnectionError ? TlsProblem.StsWebpkiInvalid : TlsProblem.StsPolicyFetchError, e.Message);
        }
        catch (TimeoutException e)
        {
            return new StsFetch.Failed(TlsProblem.StsPolicyFetchError, e.Message);
        }
    }

    // RFC 8461 §3.3: 200 and nothing else, no redirects; §3.2: text/plain.
    private static StsFetch Read(WebAnswer answer) => answer switch
    {
        { Code: not HttpStatusCode.OK } => new StsFetch.Failed(TlsProblem.StsPolicyFetchError, $"the policy host answers {(int)answer.Code}"),
        { MediaType: not "text/plain" } => new StsFetch.Failed(TlsProblem.StsPolicyInvalid, "the policy is not text/plain"),
        _ => StsPolicyParser.TryParse(answer.Body, out var policy, out var error)
            ? new StsFetch.Fetched(policy)
            : new StsFetch.Failed(TlsProblem.StsPolicyInvalid, error),
    };
}

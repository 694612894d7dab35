using Mail.Core;

namespace Mail.Functions;

/// <summary>
/// Function MtaSts: the policy of a domain of ours at <c>https://mta-sts.&lt;domain&gt;/.well-known/mta-sts.txt</c> (RFC 8461 §3.3). The domain is that
/// of the host name that was asked; any kind of domain has one, since mail for all of them comes to our MX.
/// </summary>
public sealed class MtaStsEndpoint(IDirectory directory, ISiteSettings settings, AnnouncedServices services) : IHttpFunction
{
    public string Name => "MtaSts";

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet(AnnouncedMtaSts.Path, ClientAnswer.For(AnswerAsync));

    private async Task<IResult> AnswerAsync(HttpContext context)
    {
        var host = context.Request.Host.Host;
        if (!host.StartsWith(AnnouncedMtaSts.HostPrefix, StringComparison.OrdinalIgnoreCase)
            || !MailAddressParser.TryParseDomain(host[AnnouncedMtaSts.HostPrefix.Length..], out var domain, out _)
            || await directory.FindDomainAsync(domain, context.RequestAborted) is not { Enabled: true })
        {
            return ClientAnswer.Unknown();
        }

        var mode = (await settings.GetAsync(context.RequestAborted)).MtaSts;
        // RFC 8461 §3.2: text/plain.
        return Results.Text(new AnnouncedMtaSts(mode, services.Host).Text, "text/plain; charset=us-ascii");
    }
}

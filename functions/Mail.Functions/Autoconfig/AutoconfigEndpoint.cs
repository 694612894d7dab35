using Mail.Core;

namespace Mail.Functions;

/// <summary>
/// Functions Autoconfig and AutoconfigWellKnown: Mozilla's configuration document, at both of its paths. The domain is that of the parameter
/// <c>emailaddress</c>, or of the host name that was asked, with <c>autoconfig.</c> or without.
/// </summary>
public sealed class AutoconfigEndpoint(string name, string path, ClientDomains domains, AnnouncedServices services) : IHttpFunction
{
    private const string Parameter = "emailaddress";
    private const string HostPrefix = "autoconfig.";

    public string Name => name;

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet(path, ClientAnswer.For(AnswerAsync));

    private async Task<IResult> AnswerAsync(HttpContext context)
    {
        if (!TryReadDomain(context.Request, out var domain))
        {
            return ClientAnswer.Bad($"{Parameter} is no mail address.");
        }

        return await domains.FindAsync(domain, context.RequestAborted) is { } found
            ? XmlAnswer.From(AutoconfigDocument.Write(found, services), "text/xml; charset=utf-8")
            : ClientAnswer.Unknown();
    }

    private static bool TryReadDomain(HttpRequest request, out string domain)
    {
        var given = request.Query[Parameter];
        if (given is [] or [""])
        {
            var host = request.Host.Host;
            domain = host.StartsWith(HostPrefix, StringComparison.OrdinalIgnoreCase) ? host[HostPrefix.Length..] : host;
            return true;
        }

        // No mail program sends two of them.
        var isAddress = MailAddressParser.TryParse(given.Count == 1 ? given[0]! : "", out var address, out _);
        domain = address?.Domain ?? "";
        return isAddress;
    }
}

using System.Text.Json.Serialization;
using Mail.Core;
using Microsoft.AspNetCore.Http.Features;

namespace Mail.Functions;

/// <summary>
/// Function Autodiscover: <c>POST /autodiscover/autodiscover.xml</c> for settings, and <c>GET /autodiscover/autodiscover.json</c>, by which newer programs
/// ask where that is. Paths are matched in any case.
/// </summary>
public sealed class AutodiscoverEndpoint(ClientDomains domains, AnnouncedServices services) : IHttpFunction
{
    private const string XmlPath = "/autodiscover/autodiscover.xml";
    private const string JsonPath = "/autodiscover/autodiscover.json";

    public string Name => "Autodiscover";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(XmlPath, ClientAnswer.For(SettingsAsync));
        routes.MapGet(JsonPath, ClientAnswer.For(context => PlaceAsync(context, context.Request.Query["Email"])));
        routes.MapGet(JsonPath + "/v1.0/{email}", ClientAnswer.For(context => PlaceAsync(context, context.GetRouteValue("email") as string)));
    }

    private async Task<IResult> SettingsAsync(HttpContext context)
    {
        if (await ReadBodyAsync(context) is not { } body)
        {
            return ClientAnswer.TooLarge();
        }

        if (!AutodiscoverRequest.TryRead(body, out var address, out var error))
        {
            return ClientAnswer.Bad(error);
        }

        return await domains.FindAsync(address.Domain, context.RequestAborted) is { } domain
            ? XmlAnswer.From(AutodiscoverDocument.Write(address.WithDomain(domain.LoginDomain), services), "text/xml; charset=utf-8")
            : ClientAnswer.Unknown();
    }

    /// <summary>The version 2 form: JSON that names the URL of a protocol. The name in it is made from the domain, not taken from the request.</summary>
    private async Task<IResult> PlaceAsync(HttpContext context, string? email)
    {
        if (email is null || !MailAddressParser.TryParse(email, out var address, out _))
        {
            return ClientAnswer.Bad("Email is no mail address.");
        }

        if (await domains.FindAsync(address.Domain, context.RequestAborted) is not { } domain)
        {
            return ClientAnswer.Unknown();
        }

        return string.Equals(context.Request.Query["Protocol"], "AutodiscoverV1", StringComparison.OrdinalIgnoreCase)
            ? Results.Json(new Place("AutodiscoverV1", $"https://autodiscover.{domain.Name}{XmlPath}"), AutodiscoverContext.Default.Place)
            : Results.Json(
                new Refusal("ProtocolNotSupported", "Supported values of Protocol: AutodiscoverV1"),
                AutodiscoverContext.Default.Refusal,
                statusCode: StatusCodes.Status400BadRequest);
    }

    /// <summary>The body, chunked or not; <c>null</c> when it is larger than any request of a mail program.</summary>
    private static async Task<byte[]?> ReadBodyAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = AutodiscoverRequest.MaxBody;
        }

        try
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            return body.ToArray();
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return null;
        }
    }

    internal sealed record Place(string Protocol, string Url);

    internal sealed record Refusal(string ErrorCode, string ErrorMessage);
}

[JsonSerializable(typeof(AutodiscoverEndpoint.Place))]
[JsonSerializable(typeof(AutodiscoverEndpoint.Refusal))]
internal sealed partial class AutodiscoverContext : JsonSerializerContext;

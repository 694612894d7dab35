using System.Text.Json;
using System.Text.Json.Serialization;
using Mail.Authentication;

namespace Mail.Ctl;

/// <param name="Id">Of the case, as given; left out for a single message.</param>
/// <param name="Error">Why a case of a batch could not be run; left out otherwise, as are the results with it.</param>
internal sealed record AuthView(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonElement? Id,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] AuthSpfView? Spf,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<AuthDkimView>? Dkim,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] AuthArcView? Arc,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] AuthDmarcView? Dmarc,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Error)
{
    public static AuthView Failed(JsonElement? id, string error) => new(id, null, null, null, null, error);

    public static AuthView From(JsonElement? id, AuthenticationVerdict verdict) => new(
        id,
        new AuthSpfView(Word(verdict.Spf.Result), verdict.Spf.Explanation),
        [.. verdict.Dkim.Select(signature => new AuthDkimView(Word(signature.Result), signature.Domain, signature.Selector))],
        new AuthArcView(Word(verdict.Arc.Result)),
        new AuthDmarcView(Word(verdict.Dmarc.Result), verdict.Dmarc.Policy?.ToString().ToLowerInvariant()),
        Error: null);

    private static string Word(AuthenticationResult result) => result.ToString().ToLowerInvariant();
}

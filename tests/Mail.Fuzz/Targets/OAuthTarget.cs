using System.Text;
using Mail.Transport;

namespace Mail.Fuzz.Targets;

/// <summary>JSON about tokens for relays: the answer of an endpoint, and what an operator keeps as the way to ask it.</summary>
internal sealed class OAuthTarget : IFuzzTarget
{
    public string Name => "oauth";

    public void Run(ReadOnlySpan<byte> input)
    {
        var answer = TokenAnswer.Read(input.ToArray());
        BrokenPromiseException.Unless(answer.AccessToken?.Any(c => c is < '!' or > '~') != true, "a token can stand in a command");
        BrokenPromiseException.Unless(answer.Life is null || answer.Life > TimeSpan.Zero, "a token lives for some time");
        BrokenPromiseException.Unless(answer.Error is null or { Length: > 0 and <= 64 } && answer.Error?.Any(char.IsControl) != true, "an error is a word for the log");
        var code = DeviceCode.Read(input.ToArray());
        BrokenPromiseException.Unless(code is null || (code.Page.Scheme == Uri.UriSchemeHttps && !code.UserCode.Any(char.IsControl)), "what is shown to the owner can be shown");
        BrokenPromiseException.Unless(code is null || (code.Interval >= TimeSpan.FromSeconds(1) && code.Life <= TimeSpan.FromHours(1)), "a code is asked for at intervals, and not for ever");
        if (OAuthGrant.TryParse(Encoding.UTF8.GetString(input), out var grant))
        {
            BrokenPromiseException.Unless(grant.Endpoint.Scheme == Uri.UriSchemeHttps, "secrets go by HTTPS");
            BrokenPromiseException.Unless((grant.ClientSecret ?? grant.RefreshToken) is { Length: > 0 }, "there is something to show");
        }
    }
}

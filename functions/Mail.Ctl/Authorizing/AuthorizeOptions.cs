using System.CommandLine;
using System.Text.RegularExpressions;
using Mail.Core;
using Mail.Transport;

namespace Mail.Ctl;

/// <summary>What of the command line says where the owner is asked.</summary>
internal sealed partial class AuthorizeOptions
{
    private readonly Option<string?> _provider = new("--provider")
    {
        Description = "google, microsoft or custom. [default: by the account's host]",
        HelpName = "PROVIDER",
        CustomParser = result => result.Tokens[0].Value is "google" or "microsoft" or "custom"
            ? result.Tokens[0].Value
            : Parameters.Refuse<string>(result, $"'{result.Tokens[0].Value}' is none of google, microsoft, custom."),
    };

    private readonly Option<string?> _tenant = new("--tenant")
    {
        Description = "Microsoft: the organization's name or id. [default: common]",
        HelpName = "TENANT",
        CustomParser = result => Tenant().IsMatch(result.Tokens[0].Value)
            ? result.Tokens[0].Value
            : Parameters.Refuse<string>(result, $"'{result.Tokens[0].Value}' is no name or id of an organization."),
    };

    private readonly Option<Uri?> _authorize = Endpoint("--authorization-endpoint", "Custom: where the owner logs in.");
    private readonly Option<Uri?> _token = Endpoint("--token-endpoint", "Custom: where tokens are had.");
    private readonly Option<Uri?> _device = Endpoint("--device-endpoint", "Custom: where codes to type elsewhere are had.");
    private readonly Option<string?> _scope = Parameters.Text("--scope", "What is asked for. [default: mail, as the provider names it]", "SCOPE");

    public IEnumerable<Option> All => [_provider, _tenant, _authorize, _token, _device, _scope];

    /// <returns>The provider, or what is missing.</returns>
    public (OAuthProvider? Provider, string? Problem) Read(CommandRun run, RemoteAccount account)
    {
        OAuthProvider? provider;
        switch (run.Get(_provider) ?? Guess(account.Host))
        {
            case "google":
                provider = OAuthProvider.Google();
                break;
            case "microsoft":
                provider = OAuthProvider.Microsoft(run.Get(_tenant) ?? "common", account.Protocol);
                break;
            case "custom" when run.Get(_authorize) is { } authorize && run.Get(_token) is { } token && run.Get(_scope) is { } scope:
                provider = new OAuthProvider
                {
                    Name = token.IdnHost,
                    AuthorizationEndpoint = authorize,
                    TokenEndpoint = token,
                    DeviceEndpoint = run.Get(_device),
                    Scope = scope,
                };
                break;
            case "custom":
                return (null, "A custom provider needs --authorization-endpoint, --token-endpoint and --scope.");
            default:
                return (null, $"{account.Host} is neither Google's nor Microsoft's: say --provider.");
        }

        return (run.Get(_scope) is { Length: > 0 } other ? provider with { Scope = other } : provider, null);
    }

    private static string? Guess(string host) =>
        host.EndsWith(".gmail.com", StringComparison.Ordinal) || host.EndsWith(".googlemail.com", StringComparison.Ordinal) ? "google"
        : host.EndsWith(".office365.com", StringComparison.Ordinal) || host.EndsWith(".outlook.com", StringComparison.Ordinal) ? "microsoft"
        : null;

    private static Option<Uri?> Endpoint(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "URL",
        CustomParser = result => Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps
            ? url
            : Parameters.Refuse<Uri>(result, $"'{result.Tokens[0].Value}' is no URL of https."),
    };

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9.-]{0,99}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Tenant();
}

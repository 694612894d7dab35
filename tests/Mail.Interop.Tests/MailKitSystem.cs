using Mail.Testing;

namespace Mail.Interop.Tests;

/// <summary>With an issuer of access tokens, and with SCRAM-SHA-256-PLUS.</summary>
public sealed class MailKitSystem : SharedSystem
{
    private FakeIssuer? _issuer;

    /// <summary>A token for the owner of an account.</summary>
    public string Issue(string account) => _issuer!.Issue(
        token => token.Claims = new Dictionary<string, object> { ["preferred_username"] = account, ["scp"] = "SMTP.Send" });

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_issuer is not null)
        {
            await _issuer.DisposeAsync();
        }
    }

    protected override async Task<Dictionary<string, string>> SettingsAsync()
    {
        _issuer ??= await FakeIssuer.StartAsync();
        return new Dictionary<string, string>
        {
            ["MAIL_SCRAM_PLUS"] = "on",
            ["MAIL_OAUTH_ISSUER"] = _issuer.Url,
            ["MAIL_OAUTH_AUDIENCE"] = "mail",
            ["MAIL_OAUTH_SCOPE"] = "SMTP.Send",
        };
    }
}

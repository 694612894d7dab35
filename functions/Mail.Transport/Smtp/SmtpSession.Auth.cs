using System.Net;
using System.Text;
using MailKit.Security;

namespace Mail.Transport;

internal sealed partial class SmtpSession
{
    // The best first. NTLM, GSSAPI, DIGEST-MD5 and CRAM-MD5 are left out: old, or more than a relay needs.
    private static readonly string[] Preferred = ["SCRAM-SHA-512", "SCRAM-SHA-256", "SCRAM-SHA-1", "PLAIN", "LOGIN"];

    // The standard first: RFC 7628, and what came before it.
    private static readonly string[] Bearer = ["OAUTHBEARER", "XOAUTH2"];

    // RFC 4422 §3: a server decides when it is done; ours are done after three.
    private const int MaxChallenges = 5;

    /// <summary>Logs in. Never in plain text but to this machine itself.</summary>
    /// <exception cref="HopRefusedException">Always temporary: it is for the operator to mend, and no reason to give mail back.</exception>
    public async Task AuthenticateAsync(RelayLogin login, CancellationToken cancellationToken)
    {
        if (channel.Tls is null && !IPAddress.IsLoopback(key.Hop.Address))
        {
            throw new HopRefusedException("4.7.4", $"no password is sent to {key.Hop.Host} without TLS");
        }

        var mechanism = Choose(login);
        var initial = mechanism.SupportsInitialResponse ? " " + await mechanism.ChallengeAsync("", cancellationToken) : "";
        var reply = await CommandAsync($"AUTH {mechanism.MechanismName}{initial}", "AUTH", cancellationToken);
        for (var i = 0; reply.Code == 334; i++)
        {
            var response = i < MaxChallenges ? await AnswerAsync(mechanism, reply, cancellationToken) : "*";
            reply = await CommandAsync(response, "AUTH", cancellationToken);
        }

        if (!reply.IsPositive)
        {
            throw new HopRefusedException("4.7.8", $"host {key.Hop.Host} does not let us log in", reply);
        }
    }

    private SaslMechanism Choose(RelayLogin login)
    {
        var wanted = login.IsToken ? Bearer : Preferred;
        var name = Array.Find(wanted, mechanism => _extensions.Mechanisms.Contains(mechanism))
            ?? throw new HopRefusedException("4.7.4", $"host {key.Hop.Host} offers no way to log in that we know");
        return name switch
        {
            "SCRAM-SHA-512" => new LimitedScram(new SaslMechanismScramSha512(login.User, login.Secret)),
            "SCRAM-SHA-256" => new LimitedScram(new SaslMechanismScramSha256(login.User, login.Secret)),
            "SCRAM-SHA-1" => new LimitedScram(new SaslMechanismScramSha1(login.User, login.Secret)),
            "PLAIN" => new SaslMechanismPlain(Encoding.UTF8, login.User, login.Secret),
            "LOGIN" => new SaslMechanismLogin(Encoding.UTF8, login.User, login.Secret),
            "OAUTHBEARER" => new OAuthBearerMechanism(login.User, login.Secret, key.Hop.Host, key.Hop.Port),
            _ => new XOAuth2Mechanism(login.User, login.Secret),
        };
    }

    // RFC 4954 §4: "*" cancels. A challenge that is no answer to ours comes from somebody who does not know the password.
    private static async Task<string> AnswerAsync(SaslMechanism mechanism, SmtpReply reply, CancellationToken cancellationToken)
    {
        try
        {
            return await mechanism.ChallengeAsync(reply.Lines.Count > 0 ? reply.Lines[0] : "", cancellationToken);
        }
        catch (Exception e) when (e is SaslException or FormatException)
        {
            return "*";
        }
    }
}

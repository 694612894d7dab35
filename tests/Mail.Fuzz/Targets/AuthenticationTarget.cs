using System.Net;
using System.Text;
using Mail.Authentication;
using Mail.Core;
using Mail.Dns;
using Mail.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Mail.Fuzz.Targets;

/// <summary>A message whose sender is to be found out; its seeds have true signatures, or true chains.</summary>
internal sealed class AuthenticationTarget(string name) : IFuzzTarget
{
    // Twenty keys, four authors with two policies and three questions whether they exist; HELO and MAIL FROM have no record.
    private const int MostQuestions = 20 + 4 * (2 + 3) + 4;

    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    private static readonly DnsZone Zone = DnsZone.Parse(
        """
        {
          "s._domainkey.d.test": {"TXT": ["v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC67/pG+Fz3TPMKJf1/8slA78hL+dslapeqnrBBWr4iGoy7TDwwebbVWj3mYAN46yAn4lHzJYim0JlolN47KtTNxYfNSOr7bUj9ygA00Y4IUVyewdjIPtDq0k5nJn3LPAuFUqWGOqeZ0EHlj+jDeW0F3GdsXAZc0fSAyQVyGdJAqwIDAQAB"]},
          "_dmarc.d.test": {"TXT": ["v=DMARC1; p=reject; np=quarantine; pct=50"]}, "slow._domainkey.d.test": {"TIMEOUT": true}
        }
        """);

    public string Name => name;

    public void Run(ReadOnlySpan<byte> input)
    {
        var octets = input.ToArray();
        var field = Authenticate(octets);
        BrokenPromiseException.Unless(field == Authenticate(octets), "a verdict depends on the message alone");
        var written = HeaderBlock.Read(new MemoryStream(Encoding.UTF8.GetBytes(field)));
        BrokenPromiseException.Unless(written is { Fields: [{ Name: AuthenticationResultsField.Name }] }, "nothing of a message gets out of its field");
        BrokenPromiseException.Unless(AuthenticationResultsField.FindForged(written!, "mx.here.test").Count == 1, "our field is known as ours");
    }

    private static string Authenticate(byte[] octets)
    {
        var dns = new FakeDns(Zone);
        var request = new AuthenticationRequest
        {
            ClientAddress = IPAddress.Loopback,
            Helo = "d.test",
            ReversePath = "joe@d.test",
            TrustedSealers = ["d.test"],
            Content = new MemoryStream(octets),
        };
        var verdict = new SenderAuthenticator(dns, new FakeTimeProvider(Noon)).AuthenticateAsync(request, CancellationToken.None).AsTask().GetAwaiter().GetResult();
        BrokenPromiseException.Unless(dns.Questions.Count <= MostQuestions, "a message has a limit of questions");
        BrokenPromiseException.Unless(verdict.Dkim.All(signature => signature.Result == AuthenticationResult.Pass == signature.Reason is null), "who does not pass says why");
        return AuthenticationResultsField.Write(verdict, request, "mx.here.test");
    }
}

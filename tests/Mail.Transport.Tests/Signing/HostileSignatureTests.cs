using System.Security.Cryptography;
using System.Text;
using Mail.Authentication;
using Mail.Core;
using Mail.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using MimeKit;
using MimeKit.Cryptography;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.X509;

namespace Mail.Transport.Tests.Signing;

/// <summary>Forwarded mail whose author wants its check to cost us more than it cost him.</summary>
public class HostileSignatureTests
{
    private const string Header = "From: a@evil.test\r\nTo: bob@home.test\r\nDate: Fri, 2 Jan 2026 03:04:05 +0000\r\nMessage-ID: <1@evil.test>\r\nSubject: s\r\n";
    private const string Empty = "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=evil.test; s=s; h=from; bh=AAAA; b=AAAA\r\n";

    private readonly InMemoryDkimKeys _keys = new();

    [Fact]
    public async Task A_message_of_very_many_parts_is_not_taken_apart()
    {
        var parts = string.Concat(Enumerable.Repeat("--b\r\n\r\n", 100_000));
        var content = Encoding.ASCII.GetBytes(Header + Empty + "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" + parts + "--b--\r\n");
        _ = await ForwardAsync(Encoding.ASCII.GetBytes(Header + Empty + "\r\nx\r\n"), "{}");

        var before = GC.GetAllocatedBytesForCurrentThread();
        var fields = await ForwardAsync(content, "{}");

        Assert.Matches("dkim=fail reason=\"[^\"]*\" header.d=evil.test header.s=s header.b=AAAA;", fields);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 * 1024 * 1024);
    }

    [Theory]
    [InlineData(2048, 16, "pass")]
    [InlineData(4096, 16, "pass")]
    [InlineData(2048, 1024, "policy")]
    [InlineData(5120, 16, "policy")]
    public async Task A_key_that_takes_long_to_verify_with_is_no_key(int modulusBits, int exponentBits, string expected)
    {
        var (publicKey, privateKey) = Keys(modulusBits, exponentBits);
        var message = MimeMessage.Load(new MemoryStream(Encoding.ASCII.GetBytes(Header + "\r\nbody\r\n")), TestContext.Current.CancellationToken);
        new DkimSigner(privateKey, "evil.test", "s", DkimSignatureAlgorithm.RsaSha256).Sign(message, [HeaderId.From, HeaderId.To]);
        var content = new MemoryStream();
        var format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Dos;
        await message.WriteToAsync(format, content, TestContext.Current.CancellationToken);
        var record = Convert.ToBase64String(SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(publicKey).GetDerEncoded());

        var fields = await ForwardAsync(content.ToArray(), $"{{\"s._domainkey.evil.test\": {{\"TXT\": [\"v=DKIM1; k=rsa; p={record}\"]}}}}");

        Assert.Matches($"dkim={expected}( reason=\"[^\"]*\")? header.d=evil.test header.s=s header.b=[^ ]+;", fields);
    }

    [Theory]
    [InlineData(10_000, 1, "neutral")]
    [InlineData(1, 2000, "fail")]
    public async Task What_names_or_has_very_many_fields_is_sealed_as_what_it_is(int names, int fields, string expected)
    {
        var list = string.Join(':', Enumerable.Repeat("a", names));
        var content = Header + $"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=evil.test; s=s; h=from:{list}; bh=AAAA; b=AAAA\r\n"
            + string.Concat(Enumerable.Repeat("a: 1\r\n", fields)) + "\r\nbody\r\n";

        Assert.Contains($"i=1; mx.example.test;\r\n\tdkim={expected} reason=", await ForwardAsync(Encoding.ASCII.GetBytes(content), "{}"), StringComparison.Ordinal);
    }

    private static (RsaKeyParameters Public, RsaKeyParameters Private) Keys(int modulusBits, int exponentBits)
    {
        using var rsa = RSA.Create(modulusBits);
        var key = rsa.ExportParameters(includePrivateParameters: true);
        var (p, q) = (new BigInteger(1, key.P), new BigInteger(1, key.Q));
        var (modulus, phi) = (p.Multiply(q), p.Subtract(BigInteger.One).Multiply(q.Subtract(BigInteger.One)));
        var exponent = BigInteger.One.ShiftLeft(exponentBits).Add(BigInteger.One);
        while (!exponent.Gcd(phi).Equals(BigInteger.One))
        {
            exponent = exponent.Add(BigInteger.Two);
        }

        return (new RsaKeyParameters(isPrivate: false, modulus, exponent), new RsaKeyParameters(isPrivate: true, modulus, exponent.ModInverse(phi)));
    }

    private async Task<string> ForwardAsync(byte[] content, string zone)
    {
        var secret = DkimKeyMaker.Make("home.test", "s", DkimAlgorithm.Ed25519, DateTimeOffset.UnixEpoch);
        await _keys.AddAsync(secret with { Key = secret.Key with { State = DkimKeyState.Active } }, TestContext.Current.CancellationToken);
        var queueId = Some.QueueId();
        var job = new OutboundJob
        {
            JobId = queueId + "-1",
            QueueId = queueId,
            Destination = "far.test",
            ReversePath = MailAddress.Parse("a@evil.test"),
            ForwardedBy = MailAddress.Parse("bob@home.test"),
            Recipients = [new OutboundRecipient(MailAddress.Parse("b@far.test"), 1)],
            CreatedAt = DateTimeOffset.UnixEpoch,
        };
        var message = new SpooledMessage { Envelope = Some.Envelope(queueId), Content = new MemoryStream(content), Held = false };
        var fields = new OutgoingFields(
            _keys, new SenderAuthenticator(FakeDns.Parse(zone), TimeProvider.System), "mx.example.test", srs: null, TimeProvider.System, NullLogger<OutgoingFields>.Instance);
        return Encoding.UTF8.GetString((await fields.BuildAsync(job, message, TestContext.Current.CancellationToken)).Span);
    }
}

using System.Text;
using Mail.Core;
using Mail.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Mail.Authentication.Tests.Signatures;

/// <summary>Messages with a signature each, and what the verifier says of them.</summary>
internal static class SignatureRun
{
    public const string Header = "From: Joe <joe@d.test>\r\nTo:  bob@x.test,\r\n\tbar@y.test\r\nSubject:  Hello   there \r\nX-A: 1\r\nX-A: 2\r\n";
    public const string Body = "Hi  there \t\r\n\r\nbye\r\n\r\n\r\n";
    public const string RelaxedBody = "Hi there\r\n\r\nbye\r\n";
    public const string SimpleBody = "Hi  there \t\r\n\r\nbye\r\n";

    /// <summary>Fits <see cref="Sign"/>.</summary>
    public const string Tags = "v=1; a=rsa-sha256; c=relaxed/relaxed; d=d.test; s=s; h=from:to:subject; bh={bh}; b={b}";

    public static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The message with its signature, relaxed; covers From, To and Subject and what is given.</summary>
    /// <param name="tags">As <see cref="Tags"/>.</param>
    /// <param name="more">In canonical form, CRLF behind each.</param>
    public static string Sign(string tags = Tags, string more = "", string body = RelaxedBody, bool ed25519 = false)
    {
        tags = tags.Replace("{bh}", TestKeys.BodyHash(body), StringComparison.Ordinal);
        var canonical = "from:Joe <joe@d.test>\r\nto:bob@x.test, bar@y.test\r\nsubject:Hello there\r\n" + more
            + TestKeys.Relax("DKIM-Signature: " + TestKeys.WithoutSignature(tags));
        return $"DKIM-Signature: {tags.Replace("{b}", TestKeys.Sign(canonical, ed25519), StringComparison.Ordinal)}\r\n{Header}\r\n{Body}";
    }

    public static async Task<DkimVerdict> VerifyOneAsync(string message, FakeDns? dns = null) => Assert.Single((await VerifyAsync(message, dns)).Dkim);

    public static Task<FoundSignatures> VerifyAsync(string message, FakeDns? dns = null) => VerifyAsync(Encoding.UTF8.GetBytes(message), dns);

    public static async Task<FoundSignatures> VerifyAsync(byte[] message, FakeDns? dns = null)
    {
        var content = new MemoryStream(message);
        var header = HeaderBlock.Read(content);
        Assert.NotNull(header);
        return await new SignatureVerifier(dns ?? TestKeys.Zone(), new FakeTimeProvider(Noon))
            .VerifyAsync(header, content, Noon, TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }
}

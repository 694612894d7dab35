using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Mail.Core;
using MimeKit;

namespace Mail.Transport.Tests;

public class TlsReportTests
{
    private static readonly TlsReport Report = new(
        new TlsDay(
            new DateOnly(2026, 1, 2),
            "peer.test",
            [
                new TlsPolicyTally(
                    TlsPolicyKind.Sts,
                    ["version: STSv1", "mode: testing", "mx: *.peer.test", "max_age: 86400"],
                    5326,
                    303,
                    [new(TlsProblem.CertificateExpired, "mx1.peer.test", "198.51.100.62", "it has expired", 100), new(TlsProblem.StsPolicyFetchError, null, null, "", 203)]),
                new TlsPolicyTally(TlsPolicyKind.None, [], 1, 0, []),
            ]),
        MailAddress.Parse("postmaster@example.test"));

    [Fact]
    public void The_JSON_is_as_RFC_8460_has_it()
    {
        const string Expected = """
            {"organization-name":"example.test","date-range":{"start-datetime":"2026-01-02T00:00:00Z","end-datetime":"2026-01-02T23:59:59Z"},
            "contact-info":"postmaster@example.test","report-id":"2026-01-02.peer.test@example.test","policies":[
            {"policy":{"policy-type":"sts","policy-string":["version: STSv1","mode: testing","mx: *.peer.test","max_age: 86400"],"policy-domain":"peer.test","mx-host":["*.peer.test"]},
            "summary":{"total-successful-session-count":5326,"total-failure-session-count":303},
            "failure-details":[{"result-type":"certificate-expired","receiving-mx-hostname":"mx1.peer.test","receiving-ip":"198.51.100.62","failed-session-count":100,"additional-information":"it has expired"},
            {"result-type":"sts-policy-fetch-error","failed-session-count":203}]},
            {"policy":{"policy-type":"no-policy-found","policy-domain":"peer.test"},"summary":{"total-successful-session-count":1,"total-failure-session-count":0}}]}
            """;
        Assert.Equal(Expected.ReplaceLineEndings(""), Unpack(Report.ToGzip()));
    }

    [Theory]
    [InlineData(TlsProblem.StarttlsNotSupported, "starttls-not-supported")]
    [InlineData(TlsProblem.CertificateHostMismatch, "certificate-host-mismatch")]
    [InlineData(TlsProblem.CertificateNotTrusted, "certificate-not-trusted")]
    [InlineData(TlsProblem.ValidationFailure, "validation-failure")]
    [InlineData(TlsProblem.TlsaInvalid, "tlsa-invalid")]
    [InlineData(TlsProblem.DnssecInvalid, "dnssec-invalid")]
    [InlineData(TlsProblem.StsPolicyInvalid, "sts-policy-invalid")]
    [InlineData(TlsProblem.StsWebpkiInvalid, "sts-webpki-invalid")]
    public void Failures_have_the_words_of_RFC_8460(TlsProblem problem, string word)
    {
        Assert.Equal(word, problem.ToWord());
        Assert.Equal($"\"{word}\"", JsonSerializer.Serialize(problem));
    }

    [Fact]
    public void The_message_carries_the_report()
    {
        var octets = TlsReportMessage.Write(
            Report, MailAddress.Parse("reports@peer.test"), "mx.example.test", QueueId.New(TimeProvider.System), new DateTimeOffset(2026, 1, 3, 1, 2, 3, TimeSpan.Zero));

        using var message = MimeMessage.Load(new MemoryStream(octets), TestContext.Current.CancellationToken);
        Assert.Equal("Report Domain: peer.test Submitter: example.test Report-ID: <2026-01-02.peer.test@example.test>", message.Subject);
        Assert.Equal(("peer.test", "example.test", "No"), (message.Headers["TLS-Report-Domain"], message.Headers["TLS-Report-Submitter"], message.Headers["TLS-Required"]));
        Assert.Equal("tlsrpt", message.Body!.ContentType.Parameters["report-type"]);
        var attachment = Assert.Single(message.BodyParts.OfType<MimePart>(), part => part.ContentType.MimeType == "application/tlsrpt+gzip");
        Assert.Equal("example.test!peer.test!1767312000!1767398399.json.gz", attachment.FileName);
        using var content = new MemoryStream();
        attachment.Content!.DecodeTo(content, TestContext.Current.CancellationToken);
        Assert.Equal(Unpack(Report.ToGzip()), Unpack(content.ToArray()));
        Assert.All(Encoding.UTF8.GetString(octets).Split("\r\n"), line => Assert.True(line.Length <= 998 && !line.Contains('\n', StringComparison.Ordinal)));
    }

    [Fact]
    public void A_day_has_a_limit()
    {
        var day = new TlsDay(new DateOnly(2026, 1, 2), "peer.test", []);
        for (var i = 0; i < 10_000; i++)
        {
            day = day.With(TlsPolicyTally.Of(new TlsResult
            {
                Domain = "peer.test",
                Kind = TlsPolicyKind.Tlsa,
                Policy = [$"{i % 10}"],
                Host = $"mx{i}.peer.test",
                Problem = TlsProblem.TlsaInvalid,
                Reason = new string('x', 5000),
            }));
        }

        Assert.Equal(TlsDay.MaxPolicies, day.Policies.Count);
        Assert.All(day.Policies, policy => Assert.Equal((1000, TlsPolicyTally.MaxFailures), (policy.Failed, policy.Failures.Count)));
        Assert.All(day.Policies.SelectMany(policy => policy.Failures), failure => Assert.Equal(200, failure.Reason.Length));
    }

    [Fact]
    public void A_day_fits_a_row_whatever_a_domain_says()
    {
        var day = new TlsDay(new DateOnly(2026, 1, 2), "peer.test", []);
        for (var i = 0; i < 1000; i++)
        {
            day = day.With(TlsPolicyTally.Of(new TlsResult
            {
                Domain = "peer.test",
                Kind = TlsPolicyKind.Sts,
                Policy = [.. Enumerable.Range(0, 200).Select(n => $"mx: {i % 10}-{n}.{new string('x', 240)}")],
                Host = new string('<', 240) + i,
                Address = "2001:db8:1111:2222:3333:4444:5555:6666",
                Problem = TlsProblem.ValidationFailure,
                Reason = new string('\u20ac', 1000),
            }));
        }

        // 1 MiB of UTF-16, less what the other columns and the names of these take.
        Assert.InRange(JsonSerializer.Serialize(day.Policies).Length, 1, 500 * 1024);
        Assert.All(day.Policies, policy => Assert.InRange(policy.Policy.Sum(line => line.Length), 1, TlsPolicyTally.MaxPolicy));
    }

    private static string Unpack(byte[] gzip)
    {
        using var reader = new StreamReader(new GZipStream(new MemoryStream(gzip), CompressionMode.Decompress));
        return reader.ReadToEnd();
    }
}

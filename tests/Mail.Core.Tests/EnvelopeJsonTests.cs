namespace Mail.Core.Tests;

public class EnvelopeJsonTests
{
    private static readonly Envelope Full = new()
    {
        QueueId = QueueId.Parse("01aryz6s41tsv4rrffq69g5fav"),
        ReversePath = MailAddress.Parse("x@sender.test"),
        Recipients =
        [
            new EnvelopeRecipient
            {
                Address = MailAddress.Parse("\"john doe\"@example.test"),
                OriginalRecipient = "rfc822;john@example.test",
                Notify = DsnNotify.Success | DsnNotify.Delay,
            },
            new EnvelopeRecipient { Address = MailAddress.Parse("用户@example.test"), Notify = DsnNotify.Never },
            new EnvelopeRecipient { Address = MailAddress.Parse("bob@example.test") },
        ],
        ArrivedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero),
        ClientAddress = "192.0.2.1",
        ClientName = "mx.sender.test",
        Helo = "mx \"quoted\" \u0001",
        Protocol = "UTF8SMTPS",
        TlsProtocol = "TLSv1.3",
        TlsCipher = "TLS_AES_256_GCM_SHA384",
        AuthenticatedUser = "bob@example.test",
        Body = BodyType.EightBitMime,
        SmtpUtf8 = true,
        Ret = DsnReturn.Headers,
        EnvId = "QQ314159",
        RequireTls = true,
        Tags = ["odd-helo", "grüße"],
        TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    };

    [Fact]
    public void Reads_what_it_writes()
    {
        var read = EnvelopeJson.Read(EnvelopeJson.Write(Full));
        Assert.Equal(Full.Recipients, read.Recipients);
        Assert.Equal(Full.Tags, read.Tags);
        Assert.Equal(Full with { Recipients = read.Recipients, Tags = read.Tags }, read);
    }

    [Fact]
    public void The_null_reverse_path_stays_null()
    {
        var read = EnvelopeJson.Read(EnvelopeJson.Write(Full with { ReversePath = null }));
        Assert.Null(read.ReversePath);
    }

    [Fact]
    public void Is_stable() =>
        // The stored form: other versions read it. Add properties; never rename or remove one without a new version.
        Assert.Equal(
            """
            {"version":1,"envelope":{"queueId":"01aryz6s41tsv4rrffq69g5fav","reversePath":null,"recipients":[{"address":"bob@example.test"}],"arrivedAt":"2026-01-02T03:04:05.678+00:00","protocol":"ESMTP","body":"7BIT","smtpUtf8":false}}
            """,
            EnvelopeJson.Write(new Envelope
            {
                QueueId = Full.QueueId,
                ReversePath = null,
                Recipients = [Full.Recipients[2]],
                ArrivedAt = Full.ArrivedAt,
                Protocol = "ESMTP",
            }));

    [Fact]
    public void A_property_of_a_later_version_is_ignored() =>
        Assert.Equal(
            "bob@example.test",
            EnvelopeJson.Read("""
                {"version":1,"later":{},"envelope":{"queueId":"01aryz6s41tsv4rrffq69g5fav","reversePath":null,"future":[1],
                "recipients":[{"address":"bob@example.test","more":1}],"arrivedAt":"2026-01-02T03:04:05Z"}}
                """).Recipients[0].Address.ToString());

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"version":1}""")]
    [InlineData("""{"version":2,"envelope":{"queueId":"01aryz6s41tsv4rrffq69g5fav","reversePath":null,"recipients":[{"address":"b@e.test"}],"arrivedAt":"2026-01-02T03:04:05Z"}}""")]
    [InlineData("""{"version":1,"envelope":{"queueId":"01aryz6s41tsv4rrffq69g5fav","reversePath":null,"recipients":[],"arrivedAt":"2026-01-02T03:04:05Z"}}""")]
    [InlineData("""{"version":1,"envelope":{"queueId":"../evil","reversePath":null,"recipients":[{"address":"b@e.test"}],"arrivedAt":"2026-01-02T03:04:05Z"}}""")]
    [InlineData("""{"version":1,"envelope":{"queueId":"01aryz6s41tsv4rrffq69g5fav","reversePath":"a\r\nb@c","recipients":[{"address":"b@e.test"}],"arrivedAt":"2026-01-02T03:04:05Z"}}""")]
    [InlineData("""{"version":1,"envelope":{"queueId":"01aryz6s41tsv4rrffq69g5fav","reversePath":null,"recipients":[null],"arrivedAt":"2026-01-02T03:04:05Z"}}""")]
    public void Anything_else_is_refused_with_a_reason(string json) =>
        Assert.NotEmpty(Assert.Throws<FormatException>(() => EnvelopeJson.Read(json)).Message);
}

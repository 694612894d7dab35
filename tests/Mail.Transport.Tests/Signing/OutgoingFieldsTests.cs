using System.Text;
using Mail.Authentication;
using Mail.Core;
using Mail.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mail.Transport.Tests.Signing;

public class OutgoingFieldsTests
{
    private const string Header = "Received: from x by mx.example.test with ESMTPSA id 1;\r\n Fri, 2 Jan 2026 03:04:05 +0000\r\n"
        + "From: Alice <alice@example.test>\r\nTo: b@far.test\r\nSubject:  a  folded\r\n \tsubject\r\nDate: Fri, 2 Jan 2026 03:04:05 +0000\r\n"
        + "Message-ID: <1@example.test>\r\n";

    private readonly InMemoryDkimKeys _keys = new();

    public static TheoryData<string> Bodies =>
    [
        "\r\nplain text\r\n",
        "\r\nno line end",
        "\r\n",
        "",
        "\r\n\r\n\r\n",
        "\r\n  spaces \t and tabs \t\r\n \r\n\t\r\nend  \r\n\r\n\r\n",
        "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nGr\u00fc\u00dfe aus K\u00f6ln\r\n",
        "\r\n" + Long + "\r\n",
        "\r\n.\r\n..dots\r\n",
        "\r\nFrom here\r\n",
    ];

    private static string Long => new('x', 5000);

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_message_of_ours_verifies_with_both_keys(string body)
    {
        await AddKeysAsync("example.test", DkimAlgorithm.Rsa, DkimAlgorithm.Ed25519);
        var content = Encoding.UTF8.GetBytes(Header + body);

        var sent = await SendAsync(content);

        Assert.Equal(["pass", "pass", "arc none"], await VerifyAsync(sent));
    }

    [Fact]
    public async Task Octets_that_are_no_text_verify()
    {
        await AddKeysAsync("example.test", DkimAlgorithm.Rsa);
        byte[] content = [.. Encoding.ASCII.GetBytes(Header + "\r\n"), .. Enumerable.Range(0, 256).Select(i => (byte)i).Where(i => i is not (13 or 10)), 13, 10];

        Assert.Equal(["pass", "arc none"], await VerifyAsync(await SendAsync(content)));
    }

    [Fact]
    public async Task A_message_of_fifty_mebibytes_is_read_in_pieces()
    {
        await AddKeysAsync("example.test", DkimAlgorithm.Rsa);
        var content = new MemoryStream(50 * 1024 * 1024);
        content.Write(Encoding.ASCII.GetBytes(Header + "\r\n"));
        var line = Encoding.ASCII.GetBytes(new string('a', 76) + "\r\n");
        while (content.Length < (50 * 1024 * 1024) - line.Length)
        {
            content.Write(line);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        var fields = await FieldsAsync(Job(), content.ToArray());

        Assert.NotEmpty(fields);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before - content.Length, 0, 4 * 1024 * 1024);
    }

    [Fact]
    public async Task What_is_added_or_changed_is_noticed()
    {
        await AddKeysAsync("example.test", DkimAlgorithm.Rsa);
        var sent = Encoding.UTF8.GetString(await SendAsync(Encoding.UTF8.GetBytes(Header + "\r\nbody\r\n")));

        foreach (var changed in new[] { "From: evil@far.test\r\n" + sent, "Subject: two\r\n" + sent, sent.Replace("body", "bodY", StringComparison.Ordinal) })
        {
            var lines = await VerifyAsync(Encoding.UTF8.GetBytes(changed));
            Assert.DoesNotContain("pass", lines);
        }
    }

    [Fact]
    public async Task What_strangers_send_through_us_is_not_signed()
    {
        await AddKeysAsync("example.test", DkimAlgorithm.Rsa);

        Assert.Empty(await FieldsAsync(Job(), Encoding.UTF8.GetBytes(Header + "\r\nbody\r\n"), envelope => envelope with { AuthenticatedUser = null }));
    }

    [Fact]
    public async Task A_domain_without_a_key_sends_unsigned() =>
        Assert.Empty(await FieldsAsync(Job(), Encoding.UTF8.GetBytes(Header + "\r\nbody\r\n")));

    [Theory]
    [InlineData("no header at all\r\n")]
    [InlineData(": no name\r\n\r\n")]
    [InlineData("")]
    public async Task A_message_without_a_header_goes_out_as_it_is(string content)
    {
        await AddKeysAsync("example.test", DkimAlgorithm.Rsa);

        Assert.Empty(await FieldsAsync(Job(), Encoding.UTF8.GetBytes(content), envelope => envelope with { ReversePath = null }));
    }

    [Fact]
    public async Task The_authors_domain_signs_before_the_envelopes()
    {
        await AddKeysAsync("example.test", DkimAlgorithm.Rsa);
        await AddKeysAsync("sender.test", DkimAlgorithm.Rsa);

        var fields = Encoding.UTF8.GetString(await FieldsAsync(Job(), Encoding.UTF8.GetBytes(Header + "\r\nbody\r\n")));

        Assert.Contains("d=example.test;", fields, StringComparison.Ordinal);
        Assert.DoesNotContain("sender.test", fields, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Forwarded_mail_is_sealed_and_its_own_signature_still_verifies()
    {
        await AddKeysAsync("example.test", DkimAlgorithm.Rsa);
        await AddKeysAsync("home.test", DkimAlgorithm.Rsa, DkimAlgorithm.Ed25519);
        var signed = await SendAsync(Encoding.UTF8.GetBytes(Header + "\r\nbody\r\n"));

        var forwarded = await SendAsync(signed, forwardedBy: "bob@home.test");

        Assert.Equal(["pass", "arc pass"], await VerifyAsync(forwarded));
        var text = Encoding.UTF8.GetString(forwarded);
        Assert.StartsWith("Delivered-To: bob@home.test\r\nARC-Seal: i=1;", text, StringComparison.Ordinal);
        Assert.Matches("ARC-Authentication-Results: i=1; mx.example.test;\r\n\tdkim=pass header.d=example.test header.s=[a-z0-9-]+ header.b=[^;]+;\r\n\tarc=none\r\n", text);
    }

    [Theory]
    [InlineData("MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\npreamble\r\n--b\r\n\r\none\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nA: b\r\n\r\nx\r\n--b--\r\nend\r\n")]
    [InlineData("MIME-Version: 1.0\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nYQ==\r\n\r\n")]
    public async Task Of_a_message_that_is_sent_on_the_body_counts_as_it_stands(string body)
    {
        await AddKeysAsync("example.test", DkimAlgorithm.Rsa);
        await AddKeysAsync("home.test", DkimAlgorithm.Rsa);

        var forwarded = await SendAsync(await SendAsync(Encoding.UTF8.GetBytes(Header + body)), forwardedBy: "bob@home.test");

        Assert.Contains("dkim=pass header.d=example.test ", Encoding.UTF8.GetString(forwarded), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chain_of_three_verifies()
    {
        await AddKeysAsync("one.test", DkimAlgorithm.Rsa);
        await AddKeysAsync("two.test", DkimAlgorithm.Rsa);
        var message = Encoding.UTF8.GetBytes(Header + "\r\nbody without an end");

        foreach (var forwarder in new[] { "a@one.test", "b@two.test", "c@one.test" })
        {
            message = await SendAsync(message, forwarder);
        }

        Assert.Equal(["arc pass"], await VerifyAsync(message));
        Assert.Contains("i=3; a=rsa-sha256; t=1767323045; cv=pass;", Encoding.UTF8.GetString(message), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_chain_is_told_to_be_broken_and_then_left_alone()
    {
        await AddKeysAsync("one.test", DkimAlgorithm.Rsa);
        await AddKeysAsync("two.test", DkimAlgorithm.Rsa);
        var message = await SendAsync(Encoding.UTF8.GetBytes(Header + "\r\nbody\r\n"), "a@one.test");
        var changed = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(message).Replace("\r\nbody", "\r\nother", StringComparison.Ordinal));

        var second = Encoding.UTF8.GetString(await SendAsync(changed, "b@two.test"));
        var third = Encoding.UTF8.GetString(await FieldsAsync(Job("c@one.test"), Encoding.UTF8.GetBytes(second)));

        Assert.Contains("cv=fail", second, StringComparison.Ordinal);
        Assert.Equal("Delivered-To: c@one.test\r\n", third);
    }

    [Fact]
    public async Task A_forward_of_a_domain_without_a_key_says_where_it_was() =>
        Assert.Equal("Delivered-To: bob@home.test\r\n", Encoding.UTF8.GetString(await FieldsAsync(Job("bob@home.test"), Encoding.UTF8.GetBytes(Header + "\r\n"))));

    [Fact]
    public async Task What_is_sent_on_carries_a_proof_for_its_destination_only()
    {
        Assert.True(SrsSecrets.TryParse(new string('s', 32), out var secrets, out _));
        var srs = new Srs(secrets!, new FixedTime());
        var job = Job("bob@home.test");
        var fields = Encoding.UTF8.GetString(await FieldsAsync(job, Encoding.UTF8.GetBytes(Header + "\r\n"), srs: srs));
        var proof = fields.Split("\r\n")[1][(Srs.ProofField.Length + 2)..];

        Assert.True(srs.IsProof(proof, job.QueueId, job.Destination));
        Assert.False(srs.IsProof(proof, job.QueueId, "other.test"));
        Assert.False(srs.IsProof(proof, Some.QueueId(), job.Destination));
    }

    private async Task AddKeysAsync(string domain, params DkimAlgorithm[] algorithms)
    {
        foreach (var algorithm in algorithms)
        {
            var secret = DkimKeyMaker.Make(domain, "s-" + SettingText.Choice(algorithm), algorithm, DateTimeOffset.UnixEpoch);
            await _keys.AddAsync(secret with { Key = secret.Key with { State = DkimKeyState.Active } }, TestContext.Current.CancellationToken);
        }
    }

    private async Task<byte[]> SendAsync(byte[] content, string? forwardedBy = null) => [.. await FieldsAsync(Job(forwardedBy), content), .. content];

    private async Task<byte[]> FieldsAsync(OutboundJob job, byte[] content, Func<Envelope, Envelope>? change = null, Srs? srs = null)
    {
        var envelope = Some.Envelope(job.QueueId) with { AuthenticatedUser = "alice@example.test" };
        var message = new SpooledMessage { Envelope = change?.Invoke(envelope) ?? envelope, Content = new MemoryStream(content), Held = false };
        var fields = new OutgoingFields(
            _keys, new SenderAuthenticator(FakeDns.Parse(await ZoneJsonAsync()), new FixedTime()), "mx.example.test", srs, new FixedTime(), NullLogger<OutgoingFields>.Instance);
        return (await fields.BuildAsync(job, message, TestContext.Current.CancellationToken)).ToArray();
    }

    private async Task<string[]> VerifyAsync(byte[] message) => await DkimPy.VerifyAsync(
        message, await _keys.ListAsync(null, TestContext.Current.CancellationToken).ToDictionaryAsync(key => key.RecordName, key => key.RecordText));

    private async Task<string> ZoneJsonAsync()
    {
        var keys = await _keys.ListAsync(null, TestContext.Current.CancellationToken).ToListAsync();
        return "{" + string.Join(',', keys.Select(key => $"\"{key.RecordName}\": {{\"TXT\": [\"{key.RecordText}\"]}}")) + "}";
    }

    private static OutboundJob Job(string? forwardedBy = null)
    {
        var queueId = Some.QueueId();
        return new OutboundJob
        {
            JobId = queueId + "-1",
            QueueId = queueId,
            Destination = "far.test",
            ReversePath = MailAddress.Parse("alice@sender.test"),
            ForwardedBy = forwardedBy is null ? null : MailAddress.Parse(forwardedBy),
            Recipients = [new OutboundRecipient(MailAddress.Parse("b@far.test"), 1)],
            CreatedAt = DateTimeOffset.UnixEpoch,
        };
    }

    private sealed class FixedTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    }
}

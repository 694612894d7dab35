using Mail.Core;

namespace Mail.Gateway.Tests;

public class ReceivedFieldTests
{
    private static readonly QueueId Id = QueueId.Parse("01aryz6s41tsv4rrffq69g5fav");

    [Fact]
    public void Golden() =>
        Assert.Equal(
            "Received: from client.example (mail.example [192.0.2.7])\r\n"
            + "\tby mx.example.test with ESMTP id 01aryz6s41tsv4rrffq69g5fav\r\n"
            + "\tfor <alice@example.test>;\r\n"
            + "\tMon, 2 Feb 2026 01:02:03 +0000\r\n",
            Format(Envelope("client.example") with { ClientName = "mail.example" }));

    [Fact]
    public void Golden_under_TLS() =>
        Assert.Equal(
            "Received: from client.example ([192.0.2.7])\r\n"
            + "\tby mx.example.test with ESMTPSA id 01aryz6s41tsv4rrffq69g5fav\r\n"
            + "\tfor <alice@example.test>\r\n"
            + "\ttls TLS_AES_256_GCM_SHA384 (TLSv1.3);\r\n"
            + "\tMon, 2 Feb 2026 01:02:03 +0000\r\n",
            Format(Envelope("client.example") with { Protocol = "ESMTPSA", TlsProtocol = "TLSv1.3", TlsCipher = "TLS_AES_256_GCM_SHA384" }));

    [Theory]
    [InlineData("client.example", "192.0.2.7", "from client.example ([192.0.2.7])")]
    [InlineData("CLIENT.Example", "192.0.2.7", "from client.example ([192.0.2.7])")]
    [InlineData("[192.0.2.7]", "192.0.2.7", "from [192.0.2.7] ([192.0.2.7])")]
    [InlineData("client.example", "2001:db8::1", "from client.example ([IPv6:2001:db8::1])")]
    [InlineData("client.example", "fe80::1%3", "from client.example ([IPv6:fe80::1])")]
    [InlineData("client.example", null, "from client.example")]
    [InlineData("client.example", "not an address", "from client.example")]
    [InlineData("bücher.example", "192.0.2.7", "from xn--bcher-kva.example ([192.0.2.7])")]
    [InlineData(null, "192.0.2.7", "from unknown ([192.0.2.7])")]
    [InlineData("", "192.0.2.7", "from unknown ([192.0.2.7])")]
    public void The_client_is_named_by_what_is_known(string? helo, string? address, string expected) =>
        Assert.Equal("Received: " + expected, FirstLine(Envelope(helo) with { ClientAddress = address }));

    [Theory]
    [InlineData("x\r\nBcc: victim@example.test", "unknown ([192.0.2.7]) (HELO x??Bcc:?victim?example.test)")]
    [InlineData("x) by mx.bank.test (", "unknown ([192.0.2.7]) (HELO x??by?mx.bank.test??)")]
    [InlineData("\u0000\u001b[2J", "unknown ([192.0.2.7]) (HELO ??[2J)")]
    [InlineData("münchen..x", "unknown ([192.0.2.7]) (HELO m?nchen..x)")]
    [InlineData("my pc", "unknown ([192.0.2.7]) (HELO my?pc)")]
    public void A_hostile_greeting_cannot_leave_its_comment(string helo, string expected) =>
        Assert.Equal("Received: from " + expected, FirstLine(Envelope(helo)));

    [Fact]
    public void A_hostile_reverse_name_is_left_out() =>
        Assert.Equal("Received: from c.example ([192.0.2.7])", FirstLine(Envelope("c.example") with { ClientName = "x\r\ny: z" }));

    [Fact]
    public void Several_recipients_are_not_told_of_each_other()
    {
        var field = Format(Envelope("c.example") with { Recipients = [To("alice@example.test"), To("bob@example.test")] });
        Assert.DoesNotContain("alice", field, StringComparison.Ordinal);
        Assert.Contains("id 01aryz6s41tsv4rrffq69g5fav;\r\n\tMon, 2 Feb", field, StringComparison.Ordinal);
    }

    [Fact]
    public void A_recipient_beyond_ascii_is_named_in_a_message_that_may_have_it_only()
    {
        var envelope = Envelope("c.example") with { Recipients = [To("jürgen@example.test")] };
        Assert.DoesNotContain("for", Format(envelope), StringComparison.Ordinal);
        Assert.Contains("\tfor <jürgen@example.test>;\r\n", Format(envelope with { SmtpUtf8 = true }), StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_are_folded_at_78_and_words_are_never_cut()
    {
        var name = string.Join('.', Enumerable.Repeat(new string('a', 50), 4)) + ".example";
        var field = Format(Envelope(name) with { ClientName = name });
        Assert.EndsWith("\r\n", field, StringComparison.Ordinal);
        var lines = field[..^2].Split("\r\n");
        Assert.All(lines.Skip(1), line => Assert.StartsWith("\t", line, StringComparison.Ordinal));
        // A line is short, or it is one word.
        Assert.All(lines, line => Assert.True(line.Length <= ReceivedField.MaxLine || !line.TrimStart().Contains(' ', StringComparison.Ordinal), line));
        Assert.Contains(name, field, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, false, false, false, "SMTP")]
    [InlineData(true, false, false, false, "ESMTP")]
    [InlineData(true, false, true, false, "ESMTPS")]
    [InlineData(true, false, false, true, "ESMTPA")]
    [InlineData(true, false, true, true, "ESMTPSA")]
    [InlineData(true, true, false, false, "UTF8SMTP")]
    [InlineData(true, true, true, true, "UTF8SMTPSA")]
    public void The_protocol_word_is_that_of_RFC_3848_and_6531(bool esmtp, bool utf8, bool tls, bool authenticated, string expected) =>
        Assert.Equal(expected, ReceivedField.Protocol(esmtp, utf8, tls, authenticated));

    [Fact]
    public void Whatever_the_client_claims_the_field_is_one_field()
    {
        var random = new Random(4711);
        for (var i = 0; i < 3_000; i++)
        {
            var claim = string.Create(random.Next(0, 300), random, static (span, r) =>
            {
                foreach (ref var c in span)
                {
                    c = r.Next(3) == 0 ? (char)r.Next(0x10000) : "\r\n\t ();<>[]:.aé\0"[r.Next(16)];
                }
            });
            var field = Format(Envelope(claim) with { ClientName = claim, ClientAddress = i % 2 == 0 ? claim : "192.0.2.7" });
            Assert.True(field.All(c => c is '\r' or '\n' or '\t' or (>= ' ' and < '\x7f')), claim);
            Assert.DoesNotContain('\n', field.Replace("\r\n\t", "", StringComparison.Ordinal)[..^1]);
            Assert.Equal(field.Count(c => c == '('), field.Count(c => c == ')'));
        }
    }

    private static Envelope Envelope(string? helo) => new()
    {
        QueueId = Id,
        ReversePath = null,
        Recipients = [To("alice@example.test")],
        ArrivedAt = new DateTimeOffset(2026, 2, 2, 3, 2, 3, TimeSpan.FromHours(2)),
        ClientAddress = "192.0.2.7",
        Helo = helo,
        Protocol = "ESMTP",
    };

    private static EnvelopeRecipient To(string address) => new() { Address = MailAddress.Parse(address) };

    private static string Format(Envelope envelope) => ReceivedField.Format(envelope, "mx.example.test");

    private static string FirstLine(Envelope envelope) => Format(envelope).Split("\r\n\tby ")[0].Replace("\r\n\t", " ", StringComparison.Ordinal);
}

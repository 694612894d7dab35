using System.Text;
using Mail.Core;
using Mail.Testing;
using MimeKit;

namespace Mail.Transport.Tests.Notices;

public class NoticeWriterTests
{
    private const string Message = "From: a@sender.test\r\nTo: b@far.test\r\nSubject: hello\r\n\r\nthe body\r\n";

    [Fact]
    public void A_failure_is_a_report_that_a_mime_library_reads()
    {
        var report = Report(Notice());

        Assert.Equal("delivery-status", report.ReportType);
        var status = Assert.IsType<MessageDeliveryStatus>(report[1]).StatusGroups;
        Assert.Equal(2, status.Count);
        Assert.Equal("dns; mx.example.test", status[0]["Reporting-MTA"]);
        Assert.Equal("QQ314159", status[0]["Original-Envelope-Id"]);
        Assert.Equal("Fri, 02 Jan 2026 03:04:05 +0000", status[0]["Arrival-Date"]);
        Assert.Equal("rfc822; B@far.test", status[1]["Original-Recipient"]);
        Assert.Equal("rfc822; b@far.test", status[1]["Final-Recipient"]);
        Assert.Equal("failed", status[1]["Action"]);
        Assert.Equal("5.1.1", status[1]["Status"]);
        Assert.Equal("dns; mx.far.test", status[1]["Remote-MTA"]);
        Assert.Equal("smtp; 550 5.1.1 No such user", status[1]["Diagnostic-Code"]);
        Assert.Equal("text/rfc822-headers", report[2].ContentType.MimeType);
    }

    [Fact]
    public void The_text_says_who_why_and_what_to_do()
    {
        var text = Assert.IsType<TextPart>(Report(Notice())[0]).Text;

        Assert.Contains("could not be delivered", text, StringComparison.Ordinal);
        Assert.Contains("b@far.test", text, StringComparison.Ordinal);
        Assert.Contains("There is no such address. Check how it is spelt", text, StringComparison.Ordinal);
        Assert.Contains("mx.far.test said: 550 5.1.1 No such user", text, StringComparison.Ordinal);
        Assert.Contains("postmaster@example.test", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Nobody_answers_a_notice()
    {
        var message = Load(Notice());

        Assert.Equal("auto-replied", message.Headers["Auto-Submitted"]);
        Assert.Equal("<a@sender.test>", message.Headers["To"]);
        Assert.Equal("Mail Delivery System <postmaster@example.test>", message.Headers["From"]);
    }

    [Fact]
    public void RET_FULL_returns_the_message_byte_for_byte()
    {
        var notice = Notice() with { Ret = DsnReturn.Full, Original = Stream(Message + "8-bit \u00e4\r\n") };

        var text = Written(notice);

        Assert.Contains("Content-Type: message/rfc822\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + Message + "8-bit \u00e4\r\n\r\n--=_", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a\nbare line feed\r\n")]
    [InlineData("a\rbare carriage return\r\n")]
    [InlineData("a\0nul\r\n")]
    public void A_message_that_cannot_stand_unencoded_comes_back_as_its_header(string body)
    {
        var report = Report(Notice() with { Ret = DsnReturn.Full, Original = Stream(Message + body) });

        Assert.Equal("text/rfc822-headers", report[2].ContentType.MimeType);
    }

    [Fact]
    public void A_message_that_is_too_large_comes_back_as_its_header()
    {
        var large = Message + string.Concat(Enumerable.Repeat(new string('x', 998) + "\r\n", 1100));
        var notice = Notice() with { Ret = DsnReturn.Full, Original = Stream(large) };

        Assert.InRange(Written(notice).Length, 0, 10_000);
        Assert.DoesNotContain(new string('x', 50), Written(notice), StringComparison.Ordinal);
    }

    [Fact]
    public void The_body_does_not_come_back_unasked_nor_with_a_delay()
    {
        Assert.DoesNotContain("the body", Written(Notice()), StringComparison.Ordinal);
        Assert.DoesNotContain("the body", Written(Notice() with { Kind = NoticeKind.Delay, Ret = DsnReturn.Full }), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_from_outside_ends_a_line_or_adds_a_field()
    {
        const string Evil = "x\r\nInjected: yes\r\n\r\n--=_boundary\nStatus: 2.0.0\0\u2028\u202e";
        var recipient = Recipient() with { Diagnostic = Evil, RemoteMta = Evil, Reason = Evil, OriginalRecipient = "rfc822;" + Evil, Status = Evil };
        var notice = Notice() with { Recipients = [recipient], EnvId = Evil };

        var lines = Written(notice).Split("\r\n");

        Assert.DoesNotContain(lines, line => line.StartsWith("Injected", StringComparison.Ordinal) || line == "Status: 2.0.0");
        Assert.DoesNotContain(lines, line => line.Contains('\n') || line.Contains('\r') || line.Contains('\0') || line.Length > 998);
        Assert.Contains("Status: 5.0.0", lines);
        Assert.Equal(3, Report(notice).Count);
    }

    [Fact]
    public void A_boundless_reply_is_cut()
    {
        var notice = Notice() with { Recipients = [Recipient() with { Diagnostic = "550 " + new string('x', 1_000_000) }] };

        Assert.InRange(Written(notice).Length, 0, 10_000);
        Assert.DoesNotContain(Written(notice).Split("\r\n"), line => Encoding.UTF8.GetByteCount(line) > 998 + 40);
    }

    [Fact]
    public void A_delay_says_until_when_it_is_tried()
    {
        var until = new DateTimeOffset(2026, 1, 7, 3, 4, 5, TimeSpan.Zero);
        var recipient = Recipient() with { Action = NoticeAction.Delayed, Status = "4.4.1", WillRetryUntil = until };
        var report = Report(Notice() with { Kind = NoticeKind.Delay, Recipients = [recipient] });

        var fields = Assert.IsType<MessageDeliveryStatus>(report[1]).StatusGroups[1];
        Assert.Equal("delayed", fields["Action"]);
        Assert.Equal("Wed, 07 Jan 2026 03:04:05 +0000", fields["Will-Retry-Until"]);
        Assert.Contains("need not send it again", Assert.IsType<TextPart>(report[0]).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(NoticeAction.Failed, "2.0.0", "5.0.0")]
    [InlineData(NoticeAction.Failed, "4.4.1", "4.4.1")]
    [InlineData(NoticeAction.Delayed, "5.1.1", "4.0.0")]
    [InlineData(NoticeAction.Relayed, null, "2.0.0")]
    [InlineData(NoticeAction.Failed, "5.1.1234", "5.0.0")]
    public void The_status_fits_the_action(NoticeAction action, string? given, string written) =>
        Assert.Contains($"Status: {written}\r\n", Written(Notice() with { Recipients = [Recipient() with { Action = action, Status = given }] }), StringComparison.Ordinal);

    /// <summary>What an operator's transport refuses was never tried, so nobody was out of reach.</summary>
    [Fact]
    public void Where_there_is_no_way_nothing_is_said_of_servers_that_did_not_answer()
    {
        var text = Written(Notice() with { Recipients = [Recipient() with { Status = "5.4.0" }] });

        Assert.Contains("There is no way from here to this address.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("could not be reached", text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_internationalized_message_is_reported_as_RFC_6533_has_it()
    {
        var notice = Notice() with { SmtpUtf8 = true, Recipients = [Recipient() with { Address = MailAddress.Parse("jürgen@far.test") }] };

        var text = Written(notice);

        Assert.Contains("report-type=global-delivery-status", text, StringComparison.Ordinal);
        Assert.Contains("Content-Type: message/global-delivery-status\r\nContent-Transfer-Encoding: 8bit", text, StringComparison.Ordinal);
        Assert.Contains("Final-Recipient: utf-8; jürgen@far.test\r\n", text, StringComparison.Ordinal);
        Assert.Contains("Content-Type: message/global-headers", text, StringComparison.Ordinal);
    }

    [Fact]
    public void To_a_sender_without_SMTPUTF8_the_fields_stay_in_ASCII()
    {
        var recipient = Recipient() with { OriginalRecipient = "utf-8;jürgen@far.test", Diagnostic = "550 nö" };

        var text = Written(Notice() with { Recipients = [recipient] });

        Assert.Contains("Original-Recipient: utf-8; j\\x{FC}rgen@far.test\r\n", text, StringComparison.Ordinal);
        Assert.Contains("Diagnostic-Code: smtp; 550 n?\r\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_notice_gives_the_same_octets()
    {
        var notice = Notice();

        Assert.Equal(Written(notice), Written(notice));
    }

    [Theory]
    [InlineData(NoticeKind.Failure, null, true)]
    [InlineData(NoticeKind.Delay, null, true)]
    [InlineData(NoticeKind.Success, null, false)]
    [InlineData(NoticeKind.Failure, DsnNotify.Never, false)]
    [InlineData(NoticeKind.Delay, DsnNotify.Never, false)]
    [InlineData(NoticeKind.Failure, DsnNotify.Success, false)]
    [InlineData(NoticeKind.Success, DsnNotify.Success | DsnNotify.Failure, true)]
    [InlineData(NoticeKind.Delay, DsnNotify.Failure, false)]
    public void NOTIFY_decides_what_is_told(NoticeKind kind, DsnNotify? notify, bool wanted) =>
        Assert.Equal(wanted, NoticeRecipient.IsWanted(kind, notify));

    private static NoticeRecipient Recipient() => new()
    {
        Address = MailAddress.Parse("b@far.test"),
        OriginalRecipient = "rfc822;B@far.test",
        Action = NoticeAction.Failed,
        Status = "5.1.1",
        RemoteMta = "mx.far.test",
        Diagnostic = "550 5.1.1 No such user",
    };

    private static DeliveryNotice Notice() => new()
    {
        Kind = NoticeKind.Failure,
        To = MailAddress.Parse("a@sender.test"),
        Recipients = [Recipient()],
        NoticeId = Some.QueueId(),
        OriginalId = Some.QueueId(),
        ReportingMta = "mx.example.test",
        AuthorDomain = "example.test",
        EnvId = "QQ314159",
        ArrivedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        Now = new DateTimeOffset(2026, 1, 2, 3, 5, 0, TimeSpan.Zero),
        Original = Stream(Message),
    };

    private static MemoryStream Stream(string text) => new(Encoding.UTF8.GetBytes(text));

    private static string Written(DeliveryNotice notice) => Encoding.UTF8.GetString(new NoticeWriter().Write(notice).Span);

    private static MimeMessage Load(DeliveryNotice notice) =>
        MimeMessage.Load(new MemoryStream(new NoticeWriter().Write(notice).ToArray()), TestContext.Current.CancellationToken);

    private static MultipartReport Report(DeliveryNotice notice) => Assert.IsType<MultipartReport>(Load(notice).Body);
}

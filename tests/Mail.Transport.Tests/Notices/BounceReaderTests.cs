using System.Text;
using Mail.Core;
using Mail.Testing;

namespace Mail.Transport.Tests.Notices;

public class BounceReaderTests
{
    [Fact]
    public void Our_own_notice_is_read_back()
    {
        var notice = new DeliveryNotice
        {
            Kind = NoticeKind.Failure,
            To = MailAddress.Parse("a@sender.test"),
            Recipients =
            [
                new NoticeRecipient { Address = MailAddress.Parse("b@far.test"), OriginalRecipient = "rfc822;B@first.test", Action = NoticeAction.Failed, Status = "5.1.1", Diagnostic = "550 5.1.1 No such user" },
                new NoticeRecipient { Address = MailAddress.Parse("c@far.test"), Action = NoticeAction.Failed, Status = "5.2.2", Diagnostic = "552 5.2.2 Full" },
            ],
            NoticeId = Some.QueueId(),
            OriginalId = Some.QueueId(),
            ReportingMta = "mx.example.test",
            EnvId = "QQ1",
            ArrivedAt = DateTimeOffset.UnixEpoch,
            Now = DateTimeOffset.UnixEpoch,
            Original = new MemoryStream("Subject: x\r\n\r\n"u8.ToArray()),
        };

        var report = new BounceReader().Read(new MemoryStream(new NoticeWriter().Write(notice).ToArray()))!;

        Assert.True(report.IsStandard);
        Assert.Equal("QQ1", report.EnvId);
        Assert.Equal(
            [
                new BouncedRecipient(MailAddress.Parse("b@first.test"), BounceAction.Failed, "5.1.1", IsHard: true, "smtp; 550 5.1.1 No such user") { Final = MailAddress.Parse("b@far.test") },
                new BouncedRecipient(MailAddress.Parse("c@far.test"), BounceAction.Failed, "5.2.2", IsHard: false, "smtp; 552 5.2.2 Full") { Final = MailAddress.Parse("c@far.test") },
            ],
            report.Recipients);
    }

    [Theory]
    [InlineData("failed", "5.0.0", "smtp; 550 5.1.1 unknown", BounceAction.Failed, "5.1.1", true)]
    [InlineData("failed", "5.7.1", "smtp; 550 5.1.1 unknown", BounceAction.Failed, "5.7.1", false)]
    [InlineData("delayed", "4.4.1", "", BounceAction.Delayed, "4.4.1", false)]
    [InlineData("delayed", "5.1.1", "", BounceAction.Delayed, "5.1.1", false)]
    [InlineData("Relayed", "2.0.0", "", BounceAction.Succeeded, "2.0.0", false)]
    [InlineData("failed", "nonsense", "", BounceAction.Failed, null, false)]
    public void Action_and_status_say_whether_it_is_hard(
        string action, string status, string diagnostic, BounceAction expected, string? expectedStatus, bool isHard)
    {
        var recipient = Assert.Single(Read(Report($"Final-Recipient: rfc822; <b@far.test>\r\nAction: {action}\r\nStatus: {status}\r\nDiagnostic-Code: {diagnostic}\r\n"))!.Recipients);

        Assert.Equal((expected, expectedStatus, isHard), (recipient.Action, recipient.Status, recipient.IsHard));
        Assert.Equal("b@far.test", recipient.Address!.ToString());
    }

    [Theory]
    [InlineData("message/rfc822")]
    [InlineData("text/rfc822-headers")]
    [InlineData("message/rfc822-headers")]
    [InlineData("message/global-headers")]
    public void The_queue_ids_of_what_came_back_are_found(string contentType)
    {
        var returned = "Received: from mx.example.test by mx.far.test with ESMTP id 4Zx9; Mon, 1 Jan 2026 00:00:00 +0000\r\n"
            + "Received: from a.test by mx.example.test (Mail.Cloud)\r\n with ESMTPS id 01arz3ndektsv4rrffq69g5fav\r\n for <b@example.test>; Mon, 1 Jan 2026 00:00:00 +0000\r\n"
            + "x-forwarding-proof: ABCDEFGH\r\nX-Forwarding-Proof: " + new string('A', 65) + "\r\n"
            + "X-Received: by x id 01arz3ndektsv4rrffq69g5faw\r\nSubject: id 01arz3ndektsv4rrffq69g5fax\r\n\r\nid 01arz3ndektsv4rrffq69g5fay\r\n";
        var report = Read(Report("Final-Recipient: rfc822; b@far.test\r\nAction: failed\r\nStatus: 5.1.1\r\n", $"Content-Type: {contentType}\r\n\r\n{returned}"))!;

        Assert.Equal(["01arz3ndektsv4rrffq69g5fav"], report.OriginalIds.Select(id => id.ToString()));
        Assert.Equal(["ABCDEFGH"], report.OriginalProofs);
    }

    [Fact]
    public void A_returned_header_full_of_ids_is_looked_at_within_limits()
    {
        var ids = Enumerable.Range(0, 10_000).Select(_ => $"Received: by x id {Some.QueueId()}; now\r\n");
        var report = Read(Report("Final-Recipient: rfc822; b@far.test\r\nAction: failed\r\nStatus: 5.1.1\r\n", $"Content-Type: message/rfc822\r\n\r\n{string.Concat(ids)}\r\n"))!;

        Assert.Equal(4, report.OriginalIds.Count);
    }

    [Theory]
    [InlineData("Hi. This is the qmail-send program at far.test.\r\nI'm afraid I wasn't able to deliver your message.\r\n\r\n<joe@far.test>:\r\nSorry, no such mailbox here. (#5.1.1)\r\n", "")]
    [InlineData("This message was created automatically by mail delivery software.\r\n\r\nA message that you sent could not be delivered.\r\n\r\n  joe@far.test\r\n    550 5.1.1 user unknown\r\n", "X-Failed-Recipients: joe@far.test\r\n")]
    [InlineData("Delivery has failed to these recipients:\r\n\r\njoe@far.test\r\nThe mailbox does not exist. 5.1.1\r\n", "")]
    public void A_text_for_people_is_a_hint_and_never_hard(string text, string field)
    {
        var report = Read($"From: MAILER-DAEMON@far.test\r\n{field}Subject: failure notice\r\n\r\n{text}")!;

        Assert.False(report.IsStandard);
        Assert.Equal(("joe@far.test", "5.1.1", false), (report.Recipients[0].Address!.ToString(), report.Recipients[0].Status, report.Recipients[0].IsHard));
    }

    [Theory]
    [InlineData("From: a@b.test\r\nSubject: hi\r\n\r\nSee you at 5.1.1 street\r\njoe@far.test\r\n")]
    [InlineData("")]
    [InlineData("\0\0\0")]
    [InlineData("Content-Type: multipart/report; boundary=x\r\n\r\n--x\r\nContent-Type: message/delivery-status\r\n\r\n\r\n\r\n--x--\r\n")]
    public void What_is_no_bounce_is_none(string message) => Assert.Null(Read(message));

    [Fact]
    public void A_report_of_a_million_recipients_is_cut()
    {
        var groups = string.Concat(Enumerable.Repeat("Final-Recipient: rfc822; b@far.test\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n", 100_000));

        Assert.Equal(BounceReader.MaxRecipients, Read(Report(groups))!.Recipients.Count);
    }

    [Fact]
    public void Deep_nesting_does_no_harm()
    {
        var message = string.Concat(Enumerable.Range(0, 5000).Select(i => $"Content-Type: multipart/mixed; boundary=b{i}\r\n\r\n--b{i}\r\n"));

        Assert.Null(Read(message));
    }

    [Fact]
    public void A_diagnostic_is_one_line_of_bounded_length()
    {
        var folds = string.Concat(Enumerable.Repeat(" \u001b[31mmore\0\r\n", 10_000));
        var recipient = Assert.Single(Read(Report("Final-Recipient: rfc822; b@far.test\r\nAction: failed\r\nDiagnostic-Code: smtp; 550 x\r\n" + folds))!.Recipients);

        Assert.InRange(recipient.Diagnostic.Length, 1, 500);
        Assert.DoesNotContain(recipient.Diagnostic, char.IsControl);
    }

    private static BounceReport? Read(string message) => new BounceReader().Read(new MemoryStream(Encoding.UTF8.GetBytes(message)));

    /// <param name="returned">The third part, with its header.</param>
    private static string Report(string recipients, string? returned = null) =>
        "From: MAILER-DAEMON@far.test\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=x\r\n\r\n"
        + "--x\r\nContent-Type: text/plain\r\n\r\nfailed\r\n"
        + $"--x\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; far.test\r\n\r\n{recipients}\r\n{(returned is null ? "" : $"--x\r\n{returned}")}\r\n--x--\r\n";
}

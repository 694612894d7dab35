using System.Text;
using Mail.Core;
using Mail.Testing;

namespace Mail.Interop.Tests;

/// <summary>Mail to other people's servers: the content arrives octet for octet, whoever is unknown there comes back.</summary>
[Collection(nameof(SendingCollection))]
public class ReceiverTests(SendingSystem shared)
{
    [Fact(Timeout = 120_000)]
    public async Task Postfix_takes_it_over_TLS_and_sends_the_notice_of_success_itself()
    {
        Peer.RequireInstalled("postfix", "postfix");
        var log = await SendAsync(PostfixReceiver.StartAsync, "NEVER", "postfix.peer.test");
        Assert.Matches("Anonymous TLS connection established from .*TLSv1.3", log);
        Assert.DoesNotContain("warning", log, StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task Exim_takes_it_over_TLS_and_sends_the_notice_of_success_itself()
    {
        Peer.RequireInstalled("exim", "exim4");
        var log = await SendAsync(EximReceiver.StartAsync, "NEVER", "exim.peer.test");
        // K: with BDAT.
        Assert.Matches("<= user[^\n]* X=TLS1\\.3:[^\n]* K ", log);
    }

    /// <summary>OpenSMTPD 6.8 takes NEVER for one recipient together with what the one before wanted, and refuses that; and sends no notices by relay.</summary>
    [Fact(Timeout = 120_000)]
    public async Task OpenSMTPD_takes_it()
    {
        Peer.RequireInstalled("opensmtpd", "smtpd");
        await SendAsync(OpenSmtpdReceiver.StartAsync, "FAILURE", tells: null);
    }

    /// <summary>To two who are there and one who is not.</summary>
    /// <param name="notify">What is wanted for the second.</param>
    /// <param name="tells">The server's name in its notice of success for the first; <c>null</c> when it sends none.</param>
    /// <returns>The server's log.</returns>
    private async Task<string> SendAsync(Func<MailSystem, Destination, Task<IReceiver>> startAsync, string notify, string? tells)
    {
        var (system, user, destination) = (await shared.StartAsync(), await shared.NewUserAsync(), shared.NewDestination());
        await using var receiver = await startAsync(system, destination);
        var message = user.MessageTo("a@" + destination.Domain);

        var queueId = await user.SubmitAsync(
            message,
            $"ENVID={destination.Domain} RET=HDRS",
            $"<a@{destination.Domain}> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;first@elsewhere.test",
            $"<b@{destination.Domain}> NOTIFY={notify}",
            $"<c@{destination.Domain}> NOTIFY=FAILURE");
        var record = await shared.UntilSettledAsync(queueId, () => receiver.Log);
        Assert.True(
            record.Recipients.OrderBy(r => r.Place).Select(r => r.Outcome)
                .SequenceEqual([RecipientOutcome.Delivered, RecipientOutcome.Delivered, RecipientOutcome.Failed]),
            string.Join("; ", record.Recipients.Select(recipient => recipient.Detail)) + receiver.Log);
        await shared.UntilAsync(() => Task.FromResult(receiver.Messages.Count >= 2), "two copies in the other server's mailboxes", () => receiver.Log);
        Assert.Equal(2, receiver.Messages.Count);
        Assert.All(receiver.Messages, copy =>
        {
            var at = copy.IndexOf("From: X <", StringComparison.Ordinal);
            Assert.True(at > 0, copy);
            Assert.Equal(Encoding.UTF8.GetString(message).ReplaceLineEndings("\n"), copy[at..]);
        });
        await AssertToldAsync(system, user, destination, tells);
        return receiver.Log;
    }

    private static async Task AssertToldAsync(MailSystem system, SendingUser user, Destination destination, string? tells)
    {
        // The other server's notice comes to our gateway, and is a message as others.
        await system.ListWhenThereAsync(user.Address, tells is null ? 1 : 2);
        var notices = (await system.ExportAsync(user.Address)).ConvertAll(Notice.Read);
        Assert.All(notices, notice => Assert.Equal(destination.Domain, notice.EnvelopeId));
        var failed = Assert.Single(notices, notice => notice.Message["Reporting-MTA"] == "dns; mx.example.test").For("c@" + destination.Domain);
        Assert.Equal("failed", failed["Action"]);
        Assert.StartsWith("smtp; 550 ", failed["Diagnostic-Code"], StringComparison.Ordinal);
        if (tells is not null)
        {
            var delivered = Assert.Single(notices, notice => notice.Message["Reporting-MTA"] == "dns; " + tells).For("a@" + destination.Domain);
            Assert.Equal("delivered", delivered["Action"]);
            Assert.Equal("rfc822;first@elsewhere.test", Notice.WithoutBlanks(delivered["Original-Recipient"]));
        }
    }
}
